import { describe, expect, test } from 'vitest';
import { folderOf, lacuna } from './testing';

/** Networks x images of five images, with the true labels 0 1 2 0 1. */
const TRUTH = [0, 1, 2, 0, 1];
const DENSE = [
  [0, 1, 2, 0, 0],
  [0, 1, 2, 0, 1],
];
const PRUNED = [
  [1, 1, 0, 0, 0],
  [1, 1, 2, 0, 2],
];

const wide = (columns: Record<string, (number | string)[]>) => {
  const names = Object.keys(columns);
  const rows = TRUTH.map((_, image) => names.map((name) => columns[name][image]).join(','));
  return `${names.join(',')}\n${rows.join('\n')}\n`;
};
const ids = TRUTH.map((_, image) => `img_${image}.png`);

const files = folderOf({
  'both.csv': wide({
    file: ids,
    label: TRUTH,
    dense_0: DENSE[0],
    dense_1: DENSE[1],
    pruned_0: PRUNED[0],
    pruned_1: PRUNED[1],
    note: ids,
  }),
  'three.csv': wide({
    file: ids,
    label: TRUTH,
    base_0: DENSE[0],
    base_1: DENSE[1],
    sparse50_0: PRUNED[0],
    sparse90_0: PRUNED[1],
  }),
  'norows.csv': wide({ label: TRUTH, net_0: DENSE[0], net_1: DENSE[1] }),
  'norows2.csv': wide({ net_0: PRUNED[0], net_1: PRUNED[1] }),
  'a.csv': wide({ file: ids, label: TRUTH, prediction: DENSE[0] }),
  'b.csv': wide({ file: ids, label: TRUTH, prediction: DENSE[1] }),
  'c.csv': wide({ file: ids, prediction: PRUNED[0] }),
  'odd.csv': wide({ file: ids, label: TRUTH, verdict: PRUNED[1], other: PRUNED[0] }),
});

function audit(...args: string[]) {
  const { code, stdout, stderr } = lacuna('audit', ...args, '--json');
  return { code, stderr, found: code === 0 ? JSON.parse(stdout) : null };
}

describe('what files are taken for', () => {
  test('is said on stderr and in the output, and --quiet silences it', () => {
    const args = ['--dense', files('both.csv'), '--compressed', files('both.csv')];
    const { found, stderr } = audit(...args);
    expect(found.members).toEqual({ dense: 2, compressed: 2 });
    expect(found.top1.dense.mean).toBeCloseTo(0.9, 12);
    expect(found.top1.compressed.mean).toBeCloseTo(0.5, 12);
    expect(stderr).toContain('image file; true label label; networks dense_0, dense_1, pruned_0, pruned_1;');
    expect(stderr).toContain('Not used: 1 (note).');
    expect(stderr).toContain('Its population pruned is compressed; left out: dense.');
    expect(found.read.files[0]).toMatchObject({
      flag: 'dense',
      form: 'wide',
      unused: [{ column: 'note' }],
      population: 'dense',
      leftOut: ['pruned'],
      hasIds: true,
    });
    expect(found).toMatchObject({ schemaVersion: 2, read: { pairedByRow: false, notes: [] } });
    expect(audit(...args, '--quiet').stderr).toBe('');
  });

  test('--quiet silences what is said of equal names of networks, too', () => {
    const args = [
      '--dense',
      files('both.csv'),
      '--compressed',
      files('both.csv'),
      '--columns',
      'label=label',
    ];
    const same = [...args, '--population', 'dense=dense,compressed=dense'];
    expect(audit(...same).stderr).toContain('add --paired');
    expect(audit(...same, '--quiet').stderr).toBe('');
  });

  test('of several populations one is named, or the sentence says how', () => {
    const args = ['--dense', files('three.csv'), '--compressed', files('three.csv')];
    const { code, stderr } = audit(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'expected to know which networks are compressed, got the populations base, sparse50, sparse90; ' +
        'say which with --population compressed=NAME.',
    );
    const { found } = audit(...args, '--population', 'compressed=sparse90');
    expect(found.members).toEqual({ dense: 2, compressed: 1 });
  });

  test('images without ids are paired by row loudly, and never beside a file that has ids', () => {
    const { found, stderr } = audit('--dense', files('norows.csv'), '--compressed', files('norows2.csv'));
    expect(found.read.pairedByRow).toBe(true);
    expect(stderr).toContain('Caution: ');
    expect(stderr).toContain('images are paired by row');
    const mixed = audit('--dense', files('both.csv'), '--compressed', files('norows2.csv'));
    expect(mixed.code).toBe(1);
    expect(mixed.stderr).toMatch(
      /norows2\.csv: expected ids of images, as .*both\.csv .*has \(such as img_0\.png\), got none/,
    );
  });

  test('several files, patterns and folders are one population, a network a file', () => {
    const { found, stderr } = audit(
      '--dense',
      files('a.csv'),
      files('b.csv'),
      '--compressed',
      files('[c].csv').replace('[c]', '?'),
      '--quiet',
    );
    expect(stderr).toBe('');
    expect(found.members).toEqual({ dense: 2, compressed: 3 });
  });

  test('--columns says what a column is', () => {
    const args = ['--dense', files('a.csv'), '--compressed', files('odd.csv')];
    expect(audit(...args, '--columns', 'prediction=verdict').found.read.files[1].columns).toEqual([
      { column: 'file', role: 'image' },
      { column: 'label', role: 'label' },
      { column: 'verdict', role: 'prediction' },
    ]);
    const { code, stderr } = audit(...args, '--columns', 'prediction=nothing');
    expect(code).toBe(1);
    expect(stderr).toContain('got no nothing');
    expect(audit(...args, '--columns', 'picture=file').code).toBe(2);
  });

  test('--help and --version end with 0', () => {
    expect(lacuna('audit', '--help')).toMatchObject({ code: 0, stderr: '' });
    expect(lacuna('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^lacuna \d+\.\d+\.\d+\n$/),
    });
  });
});
