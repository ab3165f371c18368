import { expect } from 'vitest';
import { folderOf, lacuna } from './testing';

/** The worked example of the method: networks x images, true labels 0 0 1 1. */
export const DENSE = [
  [0, 0, 1, 1],
  [0, 1, 1, 0],
  [0, 1, 1, 1],
];
const COMPRESSED = [
  [0, 0, 1, 1],
  [1, 0, 1, 0],
  [1, 1, 0, 0],
];
export const TRUTH = [0, 0, 1, 1];

/** Long form with a label column; `order` rearranges the rows, `name` writes classes, `id` images. */
function csv(
  networks: number[][],
  {
    name = String,
    id = String,
    reverse = false,
    label = true,
  }: {
    name?: (index: number) => string;
    id?: (index: number) => string;
    reverse?: boolean;
    label?: boolean;
  } = {},
): string {
  const rows = networks.flatMap((row, k) =>
    row.map((prediction, i) => `${id(i)},k${k},${name(prediction)}${label ? `,${name(TRUTH[i])}` : ''}\n`),
  );
  if (reverse) rows.reverse();
  return `image_id,model_id,prediction${label ? ',label' : ''}\n${rows.join('')}`;
}

/** The findings that `lacuna audit --json` prints, without what it says of its files. */
export function auditOf(...args: string[]) {
  const { code, stdout, stderr } = lacuna('audit', ...args, '--json');
  expect(stderr).not.toMatch(/expected/i);
  expect(code).toBe(0);
  const { schemaVersion, read, ...findings } = JSON.parse(stdout);
  expect(schemaVersion).toBe(2);
  expect(read?.files.length ?? 2).toBeGreaterThan(1);
  return findings;
}

/** Files of the worked example, in their variants, by name. */
export const files = folderOf({
  'dense.csv': csv(DENSE),
  'compressed.csv': csv(COMPRESSED),
  'shuffled.csv': csv(COMPRESSED, { reverse: true }),
  'dense-named.csv': csv(DENSE, { name: (index) => 'ab'[index], id: (index) => `img-${index}` }),
  'compressed-named.csv': csv(COMPRESSED, {
    name: (index) => 'ab'[index],
    id: (index) => `img-${index}`,
    label: false,
  }),
  'compressed-backwards.csv': csv(COMPRESSED, { name: (index) => 'ba'[index] }),
  'dense-backwards.csv': csv(DENSE, { name: (index) => 'ba'[index] }),
  'one-dense.csv': csv([DENSE[0]]),
  'dense-even.csv': csv(DENSE.slice(0, 2)),
  'unlabelled.csv': csv(DENSE, { label: false }),
  'unlabelled-compressed.csv': csv(COMPRESSED, { label: false }),
  'labels.csv': `image_id,label\n${TRUTH.map((label, i) => `${i},${label}\n`).join('')}`,
  'classes.txt': 'a\nb\n',
  'classes-backwards.txt': 'b\r\na\r\n',
  'attributes.csv': 'image_id,place,light,wide\n3,in,0.9,1\n0,in,0.1,0\n1,out,0.2,0\n2,out,0.5,1\n',
  'short.csv': csv(COMPRESSED).split('\n').slice(0, -2).join('\n'),
  'nulls.csv': csv([...COMPRESSED, DENSE[0]].map((row) => row.map((label) => label))),
});
/** The options that name its two populations. */
export const pair = ['--dense', files('dense.csv'), '--compressed', files('compressed.csv')];
