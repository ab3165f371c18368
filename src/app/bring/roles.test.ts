import { expect, test } from 'vitest';
import { groupNetworks } from './roles';

const roles = (sources: [string, string[]][]) =>
  groupNetworks(sources.map(([name, networks]) => ({ name, networks }))).map(
    ({ title, role, networks }) => `${title}: ${role}, ${networks.length}`,
  );

test.each([
  [
    'a file a population',
    [
      ['dense.csv', ['0', '1']],
      ['pruned-90.csv', ['0', '1']],
    ],
    ['dense: dense, 2', 'pruned-90: compressed, 2'],
  ],
  [
    'one file, told apart by the names of networks',
    [['all.parquet', ['baseline-seed0', 'baseline-seed1', 'int8-seed0', 'int8-seed1']]],
    ['all: baseline: dense, 2', 'all: int8: compressed, 2'],
  ],
  [
    'a file a network',
    [
      ['dense-0.csv', ['dense-0']],
      ['dense-1.csv', ['dense-1']],
      ['sparse-0.csv', ['sparse-0']],
      ['sparse-1.csv', ['sparse-1']],
    ],
    ['dense: dense, 2', 'sparse: compressed, 2'],
  ],
  [
    'equal names in two folders',
    [
      ['prune-study/dense/seed0.csv', ['seed0']],
      ['prune-study/dense/seed1.csv', ['seed1']],
      ['prune-study/pruned/seed0.csv', ['seed0']],
      ['prune-study/pruned/seed1.csv', ['seed1']],
    ],
    ['dense: dense, 2', 'pruned: compressed, 2'],
  ],
  [
    'parts of images',
    [
      ['dense-part-0.csv', ['n0', 'n1']],
      ['dense-part-1.csv', ['n0', 'n1']],
      ['pruned-part-0.csv', ['n0', 'n1']],
      ['pruned-part-1.csv', ['n0', 'n1']],
    ],
    ['dense: dense, 4', 'pruned: compressed, 4'],
  ],
  [
    'folders of a hive',
    [
      ['population=dense/model=a/0.parquet', ['a']],
      ['population=dense/model=b/0.parquet', ['b']],
      ['population=pruned/model=a/0.parquet', ['a']],
    ],
    ['dense: dense, 2', 'pruned: compressed, 1'],
  ],
  [
    'a null population',
    [
      ['dense.csv', ['a1', 'a2']],
      ['dense-retrained.csv', ['b1', 'b2']],
      ['quantised.csv', ['c1', 'c2']],
    ],
    ['dense: dense, 2', 'dense-retrained: null, 2', 'quantised: compressed, 2'],
  ],
  [
    'names that tell nothing: the first is dense',
    [
      ['a.csv', ['0', '1']],
      ['b.csv', ['0', '1']],
    ],
    ['a: dense, 2', 'b: compressed, 2'],
  ],
  [
    'one unknown beside a known one',
    [
      ['mine.csv', ['0', '1']],
      ['pruned.csv', ['0', '1']],
    ],
    ['mine: dense, 2', 'pruned: compressed, 2'],
  ],
  [
    'several levels: the last is taken',
    [['all.csv', ['dense-0', 'dense-1', 'sparse50-0', 'sparse50-1', 'sparse90-0', 'sparse90-1']]],
    ['all: dense: dense, 2', 'all: sparse50: none, 2', 'all: sparse90: compressed, 2'],
  ],
  [
    'unpruned is dense',
    [
      ['unpruned.csv', ['0', '1']],
      ['pruned.csv', ['0', '1']],
    ],
    ['unpruned: dense, 2', 'pruned: compressed, 2'],
  ],
] as [string, [string, string[]][], string[]][])('%s', (_, sources, expected) =>
  expect(roles(sources)).toEqual(expected),
);

test('one group stays without a partner', () => {
  expect(roles([['a.csv', ['0', '1']]])).toEqual(['a: dense, 2']);
});

test('files of networks: several compressed populations, by content where names tell nothing', () => {
  const sources = [
    ['net-0', ['net-0']],
    ['net-1', ['net-1']],
    ['a 80', ['0', '1']],
    ['pruned 50', ['0', '1']],
  ].map(([name, networks]) => ({ name: name as string, networks: networks as string[] }));
  const seems = (source: number) => (source === 2 ? ('compressed' as const) : null);
  expect(
    groupNetworks(sources, { seems, several: true }).map(({ title, role, networks }) => [
      title,
      role,
      networks.length,
    ]),
  ).toEqual([
    ['networks', 'dense', 2],
    ['a 80', 'compressed', 2],
    ['pruned 50', 'compressed', 2],
  ]);
});
