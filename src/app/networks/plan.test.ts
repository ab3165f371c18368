import { expect, test } from 'vitest';
import { keyOf } from '../bring/RoleGroups';
import type { Role } from '../bring/roles';
import { guessGroups, joinGroups, planPopulations } from './plan';
import type { SeenSource } from './protocol';

const source = (name: string, zeros: number[], outputs = 3, bias = true): SeenSource => ({
  name,
  networks: zeros.map((share, place) => ({ id: `${name}/${place}`, zeros: share, folded: null })),
  architecture: {
    input: { channels: 1, height: 2, width: 2, mean: [0], std: [1] },
    layers: [{ kind: 'dense', name: 'd', input: 4, output: outputs, bias }],
  },
  role: null,
  hasNormalisation: true,
  classes: null,
});

function plan(sources: SeenSource[], groups = guessGroups(sources)) {
  const roles = new Map<string, Role>(
    groups.flatMap(({ networks, role }) => networks.map(({ source, id }) => [keyOf(source, id), role])),
  );
  return planPopulations(sources, groups, ({ source, id }) => roles.get(keyOf(source, id)) ?? 'none');
}

test('files are populations by their names and by what is zero in them; levels are means', () => {
  const sources = [
    source('small.safetensors', [0, 0.001]),
    source('half.safetensors', [0.49, 0.52]),
    source('pruned/net-0.onnx', [0.9]),
    source('pruned/net-1.onnx', [0.9]),
    source('retrained.safetensors', [0]),
  ];
  const { populations, problem } = plan(sources);
  expect(problem).toBeNull();
  expect(populations.map(({ kind, level, networks }) => [kind, level, networks.length])).toEqual([
    ['dense', 0, 2],
    ['null', 0, 1],
    ['sparse', 0.51, 2],
    ['sparse', 0.9, 2],
  ]);
});

test('two compressed groups of one level are named, and may be one', () => {
  const sources = [
    source('dense.safetensors', [0]),
    source('sparse-a.onnx', [0.8]),
    source('sparse-b.onnx', [0.8]),
  ];
  const groups = guessGroups(sources);
  const { problem, alike } = plan(sources, groups);
  expect(problem).toMatch(/^sparse-a\.onnx and sparse-b\.onnx: expected .* different levels, got 80% zero/);
  const joined = plan(sources, joinGroups(groups, ...alike!));
  expect(joined.problem).toBeNull();
  expect(joined.populations[1].networks).toEqual([
    { source: 1, member: 0 },
    { source: 2, member: 0 },
  ]);
});

test.each<[string, SeenSource[], string]>([
  ['no dense network', [source('a.onnx', [0.9])], 'Choose at least one dense network.'],
  [
    'other classes',
    [source('dense.onnx', [0]), source('pruned.onnx', [0.9], 5)],
    'pruned.onnx: expected 3 classes like dense.onnx, got 5.',
  ],
  [
    'another architecture',
    [source('dense.onnx', [0]), source('pruned.onnx', [0.9], 3, false)],
    'pruned.onnx: expected the architecture of dense.onnx, got another one from layer 0; leave one ' +
      'of them out.',
  ],
  [
    'nothing left',
    [source('dense.onnx', [0]), source('pruned.onnx', [1])],
    'pruned.onnx: expected some weights to be left, got 100% of them zero.',
  ],
])('%s is one sentence with the files', (_, sources, sentence) =>
  expect(plan(sources).problem).toBe(sentence),
);
