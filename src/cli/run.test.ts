import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tinyZoo } from '../library/testing/tinyZoo';
import { folderOf, lacuna, ROOT } from './testing';

const zoo = folderOf(Object.fromEntries(tinyZoo().files));
const folder = zoo('.');

function run(...args: string[]) {
  const { code, stdout, stderr } = lacuna('run', '--zoo', folder, ...args);
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
}

const rowsOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

describe('lacuna run', () => {
  test('writes a row for each network and image, the first ones of both', () => {
    run('--variant', 'dense', '--members', '3', '--images', '2', '--out', zoo('dense.csv'));
    const [header, ...rows] = rowsOf(zoo('dense.csv'));
    expect(header).toBe('image_id,model_id,prediction,label,p_prediction,p_label,rank_label');
    expect(rows.map((row) => row.split(',').slice(0, 2).join())).toEqual([
      '0,dense/0',
      '1,dense/0',
      '0,dense/1',
      '1,dense/1',
      '0,dense/2',
      '1,dense/2',
    ]);
    expect(rows.map((row) => row.split(',')[3])).toEqual(['0', '1', '0', '1', '0', '1']);
  });

  test('takes all networks and images unless told, and pruning nothing changes nothing', () => {
    run('--variant', 'dense', '--out', zoo('whole.csv'));
    run('--variant', 'pruned', '--sparsity', '0', '--no-recalibrate', '--out', zoo('kept.csv'));
    expect(rowsOf(zoo('kept.csv'))).toEqual(rowsOf(zoo('whole.csv')));
    expect(rowsOf(zoo('whole.csv'))).toHaveLength(1 + 5 * 4);
  });

  test('--shipped writes what came with the zoo, and nothing that is made here', () => {
    run('--variant', 'dense', '--shipped', '--members', '2', '--images', '3', '--out', zoo('shipped.csv'));
    run('--variant', 'dense', '--members', '2', '--images', '3', '--out', zoo('run.csv'));
    expect(rowsOf(zoo('shipped.csv')).map((row) => row.split(',').slice(0, 2))).toEqual(
      rowsOf(zoo('run.csv')).map((row) => row.split(',').slice(0, 2)),
    );
    const refused = lacuna(
      'run',
      '--zoo',
      zoo('.'),
      '--variant',
      'quantised',
      '--format',
      'int8',
      '--shipped',
      '--out',
      zoo('x.csv'),
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'Expected --shipped with networks that were trained, got --variant quantised.',
    );
  });

  test('Parquet and CSV of one run give one audit', () => {
    const prune = [
      '--variant',
      'pruned',
      '--sparsity',
      '0.5',
      '--scope',
      'layer',
      '--method',
      'random',
      '--seed',
      '3',
    ];
    for (const format of ['csv', 'parquet']) {
      run('--variant', 'dense', '--out', zoo(`d.${format}`));
      run(...prune, '--out', zoo(`p.${format}`));
    }
    const [csv, parquet] = ['csv', 'parquet'].map((format) =>
      lacuna(
        'audit',
        '--dense',
        zoo(`d.${format}`),
        '--compressed',
        zoo(`p.${format}`),
        '--paired',
        '--json',
      ),
    );
    // What each file was taken for is told under `read`, and only Parquet keeps who answered; all else is equal.
    expect(JSON.parse(parquet.stdout).answers).toMatch(/^computed by WebAssembly/);
    expect(JSON.parse(csv.stdout).answers).toBeUndefined();
    const audited = ({ stdout }: typeof csv) => ({ ...JSON.parse(stdout), read: null, answers: null });
    expect(audited(parquet)).toEqual(audited(csv));
    expect(JSON.parse(csv.stdout)).toMatchObject({
      images: 4,
      members: { dense: 5, compressed: 5 },
      paired: true,
    });
  });

  test('makes every kind of population from the dense one, paired with it', () => {
    run('--variant', 'dense', '--out', zoo('paired.csv'));
    const made = [
      ['--variant', 'quantised', '--format', 'float16'],
      ['--variant', 'quantised', '--format', 'int8'],
      ['--variant', 'quantised', '--format', 'fixed'],
      ['--variant', 'pruned', '--method', '2:4'],
      ['--variant', 'pruned', '--method', '4:8', '--no-recalibrate'],
      ['--variant', 'pruned', '--method', 'channels', '--sparsity', '0.5'],
    ];
    const members = rowsOf(zoo('paired.csv')).map((row) => row.split(',').slice(0, 2).join());
    for (const flags of made) {
      run(...flags, '--out', zoo('made.csv'));
      expect(rowsOf(zoo('made.csv')).map((row) => row.split(',').slice(0, 2).join())).toEqual(members);
    }
  });

  test('prunes in rounds of fine-tuning, which take the smallest weights', () => {
    const own = folderOf(Object.fromEntries(tinyZoo({ training: 64 }).files));
    const rounds = (...flags: string[]) =>
      lacuna(
        ...['run', '--zoo', own('.'), '--members', '2', '--variant', 'pruned', '--sparsity', '0.5'],
        ...['--rounds', '2', '--out', own('rounds.csv'), ...flags],
      );
    expect(rounds('--finetune', '1').code).toBe(0);
    expect(rowsOf(own('rounds.csv'))).toHaveLength(1 + 2 * 4);
    expect(rounds().stderr).toContain(
      'Expected --rounds with --finetune, whose epochs follow each round, got none.',
    );
    expect(rounds('--finetune', '1', '--method', 'random').stderr).toContain(
      'Expected --rounds with --method magnitude, got --method random.',
    );
  });

  test('says which flags a method has no use for', () => {
    const { code, stderr } = lacuna(
      ...['run', '--zoo', folder, '--variant', 'pruned', '--method', '2:4', '--sparsity', '0.9'],
      ...['--scope', 'layer', '--out', zoo('noted.csv')],
    );
    expect(code).toBe(0);
    expect(stderr).toContain('--method 2:4 makes no use of --sparsity, --scope.\n');
  });

  test.each([
    [
      'no format',
      ['--variant', 'quantised', '--out', 'x.csv'],
      'Expected --format with a value, got none; see lacuna --help.',
    ],
    [
      'another format',
      ['--variant', 'quantised', '--format', 'int4', '--out', 'x.csv'],
      'Expected --format to be float16 or int8 or fixed, got "int4".',
    ],
    [
      'no share of channels',
      ['--variant', 'pruned', '--method', 'channels', '--out', 'x.csv'],
      'Expected --sparsity with a value, got none; see lacuna --help.',
    ],
    [
      'a width that was not trained',
      ['--variant', 'narrow', '--width', '0.4', '--out', 'x.csv'],
      'Expected --width to be a width that was trained (0.5), got 0.4.',
    ],
    [
      'another extension',
      ['--variant', 'dense', '--out', 'x.json'],
      'Expected --out to end in .parquet or .csv, got "x.json".',
    ],
    [
      'too many networks',
      ['--variant', 'dense', '--members', '6', '--out', 'x.csv'],
      'Expected 1 to 5 members of variant "dense", got 6.',
    ],
    [
      'too many images',
      ['--variant', 'dense', '--images', '5', '--out', 'x.csv'],
      'Expected --images to be a whole number from 1 to 4, got "5".',
    ],
    [
      'a sparsity over 0.99',
      ['--variant', 'pruned', '--sparsity', '1', '--out', 'x.csv'],
      'Expected --sparsity to be a number from 0 to 0.99, got "1".',
    ],
    [
      'no sparsity',
      ['--variant', 'pruned', '--out', 'x.csv'],
      'Expected --sparsity with a value, got none; see lacuna --help.',
    ],
    [
      'another device, of networks of one’s own too',
      ['--network', 'x.onnx', '--device', 'webgpu', '--out', 'x.csv'],
      'Expected --device wasm, got webgpu, which runs in the page only.',
    ],
    [
      'a folder that is not there',
      ['--variant', 'dense', '--out', '/nowhere/x.csv'],
      '/nowhere/x.csv: expected a place to write to, got no such folder.',
    ],
  ])('%s: one sentence', (_, args, sentence) => {
    const { code, stdout, stderr } = lacuna('run', '--zoo', folder, ...args);
    expect({ code, stdout, stderr }).toEqual({
      code: sentence.startsWith('Expected --') ? 2 : 1,
      stdout: '',
      stderr: `${sentence}\n`,
    });
  });

  test('refuses a zoo that is not there', () => {
    expect(lacuna('run', '--zoo', 'nowhere', '--variant', 'dense', '--out', 'x.csv').stderr).toBe(
      'Expected --zoo to name a zoo that is here, a folder with a manifest.json or the address of ' +
        'one, got "nowhere".\n',
    );
  });
});

const shipped = join(ROOT, 'public/zoo/fashion-mnist/manifest.json');
const trained =
  existsSync(shipped) &&
  JSON.parse(readFileSync(shipped, 'utf8')).variants.some(
    (variant: { id: string; parts: unknown[] }) => variant.id === 'dense' && variant.parts.length > 0,
  );

test.runIf(trained)('the shipped zoo: pruning nine tenths of the weights forgets images', () => {
  const out = folderOf({});
  const size = ['--zoo', 'fashion-mnist', '--members', '4', '--images', '256'];
  const dense = lacuna('run', ...size, '--variant', 'dense', '--out', out('dense.parquet'));
  expect(dense.code, dense.stderr).toBe(0);
  const prune = ['--variant', 'pruned', '--method', 'magnitude', '--scope', 'global', '--sparsity', '0.9'];
  const pruned = lacuna('run', ...size, ...prune, '--out', out('pruned.parquet'));
  expect(pruned.code, pruned.stderr).toBe(0);
  const { stdout } = lacuna(
    'audit',
    '--dense',
    out('dense.parquet'),
    '--compressed',
    out('pruned.parquet'),
    '--paired',
    '--json',
  );
  const findings = JSON.parse(stdout);
  expect(findings).toMatchObject({ images: 256, classes: 10, members: { dense: 4, compressed: 4 } });
  expect(findings.top1.dense.mean).toBeGreaterThan(0.85);
  expect(findings.top1.compressed.mean).toBeLessThan(findings.top1.dense.mean);
  expect(findings.pies.count).toBeGreaterThan(0);
});

test.runIf(trained)(
  'the shipped zoo: formats and structures change few answers or many, each in its own way',
  () => {
    const out = folderOf({});
    const flips = (...flags: string[]) => {
      for (const [file, made] of [['dense', ['--variant', 'dense']] as const, ['made', flags] as const]) {
        const path = out(`${file}.parquet`);
        if (file === 'dense' && existsSync(path)) continue;
        const { code, stderr } = lacuna(
          ...['run', '--zoo', 'fashion-mnist', '--members', '2', '--images', '256', ...made, '--out', path],
        );
        expect(code, stderr).toBe(0);
      }
      const files = ['--dense', out('dense.parquet'), '--compressed', out('made.parquet')];
      return JSON.parse(lacuna('audit', ...files, '--paired', '--json').stdout).flips as number;
    };
    const [float16, int8, fixed] = ['float16', 'int8', 'fixed'].map((format) =>
      flips('--variant', 'quantised', '--format', format),
    );
    const half = flips('--variant', 'pruned', '--method', '2:4');
    const channels = flips('--variant', 'pruned', '--method', 'channels', '--sparsity', '0.5');
    expect(float16).toBeLessThan(0.01);
    expect(Math.max(int8, fixed)).toBeLessThan(0.05);
    expect(half).toBeGreaterThan(0);
    expect(channels).toBeGreaterThan(half);
  },
);
