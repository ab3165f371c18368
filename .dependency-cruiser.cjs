/** The big rooms: each may import what stands beside its name. */
const rooms = {
  text: [],
  audit: [],
  model: ['text', 'audit'],
  corruptions: ['model'],
  engine: ['text', 'model', 'audit'],
  formats: ['text', 'model', 'audit'],
  library: ['formats', 'text', 'model', 'audit'],
  charts: ['text', 'model', 'audit'],
  views: ['charts', 'corruptions', 'text', 'model', 'audit'],
  report: ['views', 'charts', 'formats', 'text', 'model', 'audit'],
  cli: ['report', 'library', 'formats', 'engine', 'corruptions', 'text', 'model', 'audit'],
  app: ['report', 'views', 'charts', 'library', 'formats', 'engine', 'corruptions', 'text', 'model', 'audit'],
};

/**
 * The floors inside a big room, the highest first: a room imports from lower floors and its own folder only.
 */
const floors = {
  audit: [
    ['levels'],
    ['audit.ts'],
    ['retraining'],
    ['groups', 'classes', 'scores'],
    ['effects'],
    ['study', 'votes'],
    ['statistics'],
    // The tie rule is one of the nouns, and is kept where one looks for it, beside the votes.
    ['findings.ts', 'predictions.ts', 'check.ts', 'votes/ties.ts'],
  ],
  formats: [
    ['bundle'],
    ['findings'],
    ['parts'],
    ['predictions', 'images', 'network'],
    ['study'],
    ['tables'],
    ['kinds'],
    ['writing'],
    ['arrays', 'csv'],
    ['parquet', 'archives'],
    ['bytes'],
    ['check.ts', 'limits.ts', 'columnReader.ts', 'columnNames.ts'],
  ],
};

const TESTS = String.raw`\.test\.tsx?$|/(fixtures|testing)/`;
const isFile = (name) => name.endsWith('.ts');
const path = (room, inner) =>
  `^src/${room}/(${inner.map((name) => (isFile(name) ? name.replace('.', '\\.') : `${name}/`)).join('|')})`;

/**
 * A room may not import from higher floors nor from other rooms of its own; single files of one floor may use
 * each other.
 */
const innerRules = Object.entries(floors).flatMap(([room, list]) =>
  list.flatMap((floor, index) =>
    floor.flatMap((inner) => {
      const above = list.slice(0, index).flat();
      const lower = [...list.slice(index + 1).flat(), ...floor].filter(isFile);
      const beside = floor.filter((other) => other !== inner && !(isFile(other) && isFile(inner)));
      const forbidden = [...above, ...beside];
      if (forbidden.length === 0) return [];
      return [
        {
          name: `${room}-${inner.replace('.ts', '')}-imports-downward`,
          severity: 'error',
          from: { path: path(room, [inner]), pathNot: TESTS },
          to: { path: path(room, forbidden), pathNot: [TESTS, path(room, lower)] },
        },
      ];
    }),
  ),
);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room}-imports-downward`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
    ...innerRules,
    {
      name: 'pure-rooms',
      comment: 'The audit, the model and the formats know no React.',
      severity: 'error',
      from: { path: '^src/(text|audit|model|corruptions|formats|engine|library|cli)/' },
      to: { path: 'node_modules/(react|d3)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // What there is, and no more to look for: it takes a third of the time.
    moduleSystems: ['es6'],
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
};
