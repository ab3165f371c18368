import { expect, test } from 'vitest';
import { defaultExperiment, type Offer } from '../../../model/experiment';
import { besideChoices, besideKey, NOTHING } from './besideChoices';

const offer: Offer = {
  data: 'a',
  datasets: [{ id: 'a', title: 'A' }],
  levels: [0.5, 0.9],
  widths: [0.25, 0.5],
  networks: { dense: 30, null: 30, 'sparse-50': 30, 'sparse-90': 30, 'narrow-25': 10, 'narrow-50': 10 },
  images: 10_000,
  batchNorm: true,
};
const first = { ...defaultExperiment(offer), variant: 'sparse' as const, sparsity: 0.9, members: 30 };

test('each compression of the zoo stands in the list once, but the first', () => {
  const kinds = [...besideChoices(first, offer, [], null).values()].map(
    ({ variant, sparsity, width }) => `${variant} ${variant === 'narrow' ? width : sparsity}`,
  );
  expect(kinds).toEqual(['null 0.9', 'sparse 0.5', 'narrow 0.25', 'narrow 0.5']);
});

test('no compression is taken for none, also not the usual one, whose address is empty', () => {
  const usual = besideKey(defaultExperiment(offer), defaultExperiment(offer), offer);
  const keys = [...besideChoices({ ...first, variant: 'null' }, offer, [], null).keys()];
  expect(usual).toBe('');
  expect(keys).toContain(usual);
  expect(keys).not.toContain(NOTHING);
});

test('one with fewer networks is the same once chosen, so that it can be undone and changed', () => {
  const before = besideChoices(first, offer, [], null);
  for (const [key, chosen] of before) {
    const after = besideChoices(first, offer, [], chosen);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(besideKey(chosen, first, offer)).toBe(key);
  }
});
