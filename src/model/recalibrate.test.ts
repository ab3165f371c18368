import { describe, expect, it } from 'vitest';
import { recalibrationImages } from './recalibrate';

const pruned = { kind: 'pruned', method: 'magnitude', scope: 'global', seed: 0, recalibrated: true } as const;

describe('recalibrationImages', () => {
  it('grows with what is removed, in steps from 400 to 2,000', () => {
    const counts = [0, 0.5, 0.8, 0.81, 0.85, 0.86, 0.99].map((sparsity) =>
      recalibrationImages({ ...pruned, sparsity }),
    );
    expect(counts).toEqual([400, 400, 400, 948, 948, 2000, 2000]);
  });

  it('is all of them where pruning is harder on the network, and none without re-estimation', () => {
    expect(recalibrationImages({ ...pruned, sparsity: 0.5, scope: 'layer' })).toBe(2000);
    expect(recalibrationImages({ ...pruned, sparsity: 0.5, method: 'random' })).toBe(2000);
    expect(recalibrationImages({ kind: 'structured', method: '2:4', recalibrated: true })).toBe(2000);
    expect(recalibrationImages({ ...pruned, sparsity: 0.5, recalibrated: false })).toBe(0);
    expect(recalibrationImages({ kind: 'quantised', format: 'int8' })).toBe(0);
  });
});
