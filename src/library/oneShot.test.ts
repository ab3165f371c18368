import { expect, test } from 'vitest';
import { denseTreatments, ONE_SHOT_FILE, readOneShot, writeOneShot } from './oneShot';

const levels = [0, 0.5, 0.85, 0.9, 0.95];
const ref = {
  answers: { path: ONE_SHOT_FILE, bytes: 1, inflatedBytes: 1, sha256: '' },
  ...{ levels, command: 'c', device: 'd' },
};
const about = { members: ['dense/0', 'dense/1', 'dense/2'], images: 4, classes: 3 };

/** Labels that tell networks, images and tensors apart. */
function labels(name: string): Uint16Array {
  const shift = [...denseTreatments(levels).keys()].includes(name) ? 0 : Number(name.slice(7)) / 5;
  return Uint16Array.from(
    { length: 12 },
    (_, i) => (Math.floor(i / 4) + 2 * (i % 4) + Math.round(shift)) % 3,
  );
}

test('dense networks are treated once for all levels that take as many calibration images', () => {
  const treatments = denseTreatments(levels);
  expect(treatments.size).toBe(3);
  expect([...treatments.values()]).toEqual([0.5, 0.85, 0.95]);
});

test('what was written is read, network by network, as many as are asked for', () => {
  const read = readOneShot(writeOneShot(levels, 4, labels), ref, about);
  for (const sparsity of levels) {
    const { dense, compressed } = read(sparsity, 2);
    expect(compressed).toMatchObject({ members: ['dense/0', 'dense/1'], images: 4, classes: 3 });
    expect(compressed.labels).toEqual(labels(`pruned-${100 * sparsity}`).subarray(0, 8));
    expect(dense.labels).toEqual(labels([...denseTreatments([sparsity]).keys()][0]).subarray(0, 8));
    expect(dense.pPrediction).toBeUndefined();
  }
});

test('a label of no class and a level that is not there are refused by name', () => {
  const wrong = writeOneShot(levels, 4, () => Uint16Array.from({ length: 12 }, (_, i) => (i === 7 ? 3 : 0)));
  expect(() => readOneShot(wrong, ref, about)(0.5, 1)).toThrow(/one-shot.*from 0 to 2 in "dense-\d+", got 3/);
  const read = readOneShot(writeOneShot(levels, 4, labels), ref, about);
  expect(() => read(0.3, 1)).toThrow('pruned-30');
  expect(() => readOneShot(writeOneShot(levels, 4, labels), ref, { ...about, images: 3 })(0.5, 1)).toThrow(
    ONE_SHOT_FILE,
  );
});
