import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf, lacuna, ROOT } from './testing';

/** Six classes, three networks, all that a table can hold. */
function table(shift: number): string {
  const rows = [0, 1, 2].flatMap((k) =>
    Array.from({ length: 24 }, (_, image) => {
      const label = image % 6;
      const wrong = (image + k + shift) % (shift > 0 ? 3 : 5) === 0;
      const prediction = wrong ? (label + 1 + shift) % 6 : label;
      const shares = `0.${5 + (image % 4)},0.${1 + (image % 4)}`;
      return `i${image},n${k},${prediction},${label},${shares},${wrong ? 1 + (image % 5) : 0}`;
    }),
  );
  return `image_id,model_id,prediction,label,p_prediction,p_label,rank_label\n${rows.join('\n')}\n`;
}

const CLASSES = [0, 1, 2, 3, 4, 5];

function lines(header: string, row: (image: number) => string): string {
  return `${[header, ...Array.from({ length: 24 }, (_, image) => row(image))].join('\n')}\n`;
}

const files = folderOf({
  'dense.csv': table(0),
  'pruned.csv': table(1),
  'harder.csv': table(2),
  'again.csv': table(3),
  'groups.csv': lines('image_id,place,light', (image) => `i${image},${image % 2},${image / 7}`),
  'people.csv': lines(`image_id,${CLASSES}`, (image) => {
    const votes = CLASSES.map((label) => (label === image % 6 ? 5 : image % 3));
    return `i${image},${votes}`;
  }),
});

/** Every key of a value, however deep. */
function keysOf(value: unknown, into = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const each of value) keysOf(each, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      into.add(key);
      keysOf(each, into);
    }
  }
  return into;
}

const prose = readFileSync(join(ROOT, 'docs/audit-json.md'), 'utf8').replace(/```[\s\S]*?```/g, '');
/** Words in code type. */
const documented = new Set([...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code.split(/[^\w]+/)));

const all = ['audit', '--dense', files('dense.csv'), '--compressed', files('pruned.csv'), '--json'];
const more = [
  ...['--taxicab', '--draws', '4', '--permutations', '20', '--margin', '0.2', '--training', '9,8,7,6,5,4'],
  ...['--attributes', files('groups.csv'), '--target', '1', '--level', `mild=${files('pruned.csv')}`],
  ...['--level', `strong=${files('harder.csv')}`, '--people', files('people.csv')],
];
const balanced = [...['--balanced-dense', files('dense.csv'), '--balanced-compressed', files('harder.csv')]];

test.each([
  ['with a null population', ['--null', files('again.csv'), ...more, ...balanced]],
  ['paired', ['--paired', ...more]],
])('every key is in docs/audit-json.md: %s', (_, options) => {
  const { code, stdout, stderr } = lacuna(...all, ...options);
  expect(`${code} ${code === 0 ? '' : stderr}`).toBe('0 ');
  const keys = keysOf(JSON.parse(stdout));
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !documented.has(key))).toEqual([]);
});

test('what people said is printed too, and what tells their order is not taken alone', () => {
  const tables = all.slice(0, -1);
  const { stdout } = lacuna(...tables, '--quiet', '--people', files('people.csv'));
  expect(stdout).toContain('Are they harder for people?');
  expect(stdout).toMatch(
    /Votes: .*people.csv, by image_id; most people give 100.0% of the images their label\./,
  );
  expect(lacuna(...tables, '--zoo', 'cifar-10')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Expected --people or --attributes with --zoo, got --zoo alone'),
  });
  expect(lacuna(...tables, '--numbered', 'copy')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Expected --attributes FILE with --numbered, got --numbered alone'),
  });
  expect(lacuna(...tables, '--images', 'copy.npz')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Expected --zoo or --attributes with --images, got --images alone'),
  });
});
