import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extrasBytes, type ImportExtras, NO_EXTRAS, readExtras } from './importExtras';

const extras: ImportExtras = {
  template: 'https://host.example/{image_id}.jpg',
  attributes: {
    file: 'attributes.csv',
    columns: [
      { name: 'age', values: Float64Array.of(31.5, Number.NaN, -2) },
      { name: 'place', categories: ['in', 'out'], codes: Uint16Array.of(1, 65_535, 0) },
    ],
  },
  training: { file: 'training.csv', counts: [600, 6] },
};

function read(bytes: Uint8Array<ArrayBuffer> | null, images = 3, classes = 2) {
  const sizes = new Map(bytes ? [['extras.json', bytes.length]] : []);
  return readExtras({ sizes, read: async () => bytes! }, images, classes);
}

function changed(change: (document: Record<string, never>) => void) {
  const document = JSON.parse(new TextDecoder().decode(extrasBytes(extras)));
  change(document);
  return read(new TextEncoder().encode(JSON.stringify(document)));
}

test('what was added comes back as it was; an import without it has nothing', async () => {
  expect(await read(extrasBytes(extras))).toEqual(extras);
  expect(await read(extrasBytes(NO_EXTRAS))).toEqual(NO_EXTRAS);
  expect(await read(null)).toEqual(NO_EXTRAS);
});

test.each([
  ['another format', (x) => (x.format = 'zip'), /expected format to be/],
  ['a later version', (x) => (x.version = 2), /expected version to be 1/],
  ['a template by the page', (x) => (x.template = 'x'.repeat(3000)), /expected template to be an address of/],
  ['no template at all', (x) => delete x.template, /expected template to be a text/],
  ['too few counts', (x) => (x.training.counts = [1]), /training.counts to be 2 numbers/],
  [
    'a count of nothing',
    (x) => (x.training.counts = [1, 0]),
    /training.counts\[1\] to be a whole number of at least 1/,
  ],
  ['no columns', (x) => (x.attributes.columns = []), /attributes.columns to be 1 to 200 columns/],
  ['a column twice', (x) => (x.attributes.columns[1].name = 'age'), /each of its own name/],
  ['too few values', (x) => x.attributes.columns[0].values.pop(), /columns\[0\].values to be 3 values/],
  ['a text for a value', (x) => (x.attributes.columns[0].values[0] = '7'), /values\[0\] to be a number/],
  [
    'a code without category',
    (x) => (x.attributes.columns[1].codes[2] = 2),
    /codes\[2\] to be a whole number from 0 to 1/,
  ],
  ['no category at all', (x) => (x.attributes.columns[1].categories = []), /codes\[0\] to be/],
  // biome-ignore lint/suspicious/noExplicitAny: documents are broken on purpose
] as [string, (document: any) => void, RegExp][])('refuses %s', async (_, change, sentence) => {
  await expect(changed(change)).rejects.toThrow(sentence);
});

test('whatever is cut off or changed, it is whole or one sentence', async () => {
  const whole = extrasBytes(extras);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (place, byte, cut) => {
      const bytes = cut ? whole.slice(0, place) : whole.slice();
      if (!cut) bytes[place] = byte;
      try {
        const found = await read(bytes);
        expect(found.training?.counts.length ?? 2).toBe(2);
      } catch (error) {
        expect((error as Error).message).toMatch(/^extras\.json: expected .*\.$/s);
      }
    }),
    { numRuns: 300 },
  );
});
