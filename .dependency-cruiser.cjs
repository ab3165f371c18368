const rooms = {
  audit: [],
  model: [],
  corruptions: ['model'],
  engine: ['model', 'audit'],
  formats: ['model', 'audit'],
  library: ['formats', 'model', 'audit'],
  charts: ['model', 'audit'],
  views: ['charts', 'corruptions', 'model', 'audit'],
  report: ['views', 'charts', 'formats', 'model', 'audit'],
  cli: ['report', 'library', 'formats', 'engine', 'corruptions', 'model', 'audit'],
  app: ['report', 'views', 'charts', 'library', 'formats', 'engine', 'corruptions', 'model', 'audit'],
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
      from: { path: '^src/(audit|model|corruptions|formats|engine|library|cli)/' },
      to: { path: 'node_modules/(react|d3-)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
