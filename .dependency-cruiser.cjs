const rooms = {
  audit: [],
  model: [],
  engine: ['model', 'audit'],
  formats: ['model', 'audit'],
  library: ['formats', 'model', 'audit'],
  charts: ['model', 'audit'],
  views: ['charts', 'model', 'audit'],
  cli: ['library', 'formats', 'engine', 'model', 'audit'],
  app: ['views', 'charts', 'library', 'formats', 'engine', 'model', 'audit'],
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room}-imports-downward`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
    {
      name: 'pure-rooms',
      comment: 'The audit, the model and the formats know no React.',
      severity: 'error',
      from: { path: '^src/(audit|model|formats|engine|library|cli)/' },
      to: { path: 'node_modules/(react|d3-)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
