/** Networks of three pixels and three classes, for tests. */
import { emptyPredictions } from '../../../engine/collect';
import { writePopulation } from '../../../formats/network/description';
import { zooOfOwn } from '../../../library/ownZoo';
import type { Zoo } from '../../../library/zoo';
import type { Population } from '../../../model/population';

export const file = (path: string, content: BlobPart) => ({ path, content: new Blob([content]) });

/**
 * Networks whose output k is the brightness of pixel k, scaled; `zeros` of their nine weights are zero
 * besides.
 */
export function population(ids: string[], scale: number, zeros = 0): Population {
  const one = Float32Array.of(scale, 0.1, 0.1, 0.1, scale, 0.1, 0.1, 0.1, scale);
  const removed = [1, 2, 3, 5, 6, 7].slice(0, zeros);
  const weights = one.map((weight, at) => (removed.includes(at) ? 0 : weight));
  return {
    key: '',
    architecture: {
      input: { channels: 1, height: 1, width: 3, mean: [0], std: [1] },
      layers: [{ kind: 'dense', name: 'd', input: 3, output: 3, bias: false }],
    },
    variant: { kind: 'dense' },
    members: ids.map((id, seed) => ({ id, seed })),
    tensors: { 'd.weight': { shape: [3, 3], data: Float32Array.from(ids.flatMap(() => [...weights])) } },
  };
}

export function networkFiles(name: string, of: Population) {
  const { json, weights } = writePopulation(of, ['red', 'green', 'blue']);
  return [file(`${name}.json`, json), file(`${name}.safetensors`, weights)];
}

/** A dataset of the explorer: two dense networks and two sparse ones, called by numbers. */
export function knownZoo(data: string): Zoo {
  const says = (of: Population) => emptyPredictions(of, 2, 3);
  const [dense, sparse] = [population(['d/0', 'd/1'], 1), population(['s/0', 's/1'], 1, 4)];
  const shard = {
    id: data,
    count: 2,
    height: 1,
    width: 3,
    channels: 1,
    images: new Uint8Array(6),
    labels: new Uint16Array(2),
    classes: ['red', 'green', 'blue'],
  };
  return zooOfOwn({
    id: 'tiny',
    name: 'Tiny',
    created: '2026-01-01T00:00:00.000Z',
    files: [],
    architecture: dense.architecture,
    populations: [
      { kind: 'dense', level: 0, population: dense, predictions: says(dense) },
      { kind: 'sparse', level: 0.44, population: sparse, predictions: says(sparse) },
    ],
    test: shard,
    calibration: shard,
    notes: { fitted: '', calibration: '', networks: null },
    training: null,
  });
}
