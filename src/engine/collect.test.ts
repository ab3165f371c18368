import { describe, expect, it } from 'vitest';
import { emptyPredictions, place } from './collect';

describe('place', () => {
  it('puts a batch at its members and images', () => {
    const population = {
      key: 'two',
      architecture: { input: { channels: 1, height: 1, width: 1, mean: [0], std: [1] }, layers: [] },
      variant: { kind: 'dense' as const },
      members: [
        { id: 'a', seed: 0 },
        { id: 'b', seed: 1 },
      ],
      tensors: {},
    };
    const into = emptyPredictions(population, 5, 3);
    place(
      into,
      {
        members: [1],
        start: 1,
        count: 2,
        labels: Uint16Array.of(2, 1),
        pPrediction: Float32Array.of(0.5, 0.75),
        pLabel: Float32Array.of(0.25, 0.75),
        rankLabel: Uint16Array.of(1, 0),
      },
      2,
    );
    expect([...into.labels]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 2, 1]);
    expect([...into.pPrediction.subarray(8)]).toEqual([0.5, 0.75]);
    expect([...into.rankLabel]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });
});
