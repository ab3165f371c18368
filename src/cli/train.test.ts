import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNetworkDescription, readPopulation } from '../formats/network/description';
import { trainingRecipe } from '../model/recipe';
import { folderOf, lacuna } from './testing';

const small = ['train', '--zoo', 'fashion-mnist', '--images-count', '192', '--batch', '32', '--rate', '0.1'];

describe('lacuna train', () => {
  const file = folderOf({});
  const out = file('networks');
  const sparse = [
    ...small,
    '--variant',
    'sparse',
    '--sparsity',
    '0.9',
    '--epochs',
    '2',
    '--members',
    '1',
    '--out',
    out,
  ];

  test('a sparse network has exactly round(0.9 n) zeros a kernel, and says its recipe', () => {
    const { code, stderr } = lacuna(...sparse);
    expect(stderr).toContain('sparse-90/9000: epoch 2 of 2');
    expect(code).toBe(0);
    const json = readFileSync(`${out}/sparse-90-9000.json`, 'utf8');
    const { recipe, target } = JSON.parse(json).training;
    // The page's too, so that both make the same networks.
    expect(recipe).toEqual(trainingRecipe({ epochs: 2, batch: 32, rate: 0.1, images: 192 }));
    expect(target).toEqual({ sparsity: 0.9, scope: 'layer' });
    const bytes = new Uint8Array(readFileSync(`${out}/sparse-90-9000.safetensors`));
    const network = readPopulation(readNetworkDescription(json, 'a.json'), [
      { file: 'a.safetensors', bytes },
    ]);
    for (const name of ['conv1', 'conv2', 'conv3', 'head']) {
      const { data } = network.tensors[`${name}.weight`];
      const zeros = data.filter((value) => value === 0).length;
      expect(zeros).toBe(Math.round(0.9 * data.length));
    }
    expect(network.tensors['bn1.variance'].data.some((value) => value > 0)).toBe(true);
    expect(existsSync(`${out}/sparse-90-9000.checkpoint`)).toBe(false);
  });

  test('equal seeds give equal networks, plain or resumed; what is there is not overwritten', () => {
    const first = readFileSync(`${out}/sparse-90-9000.safetensors`);
    const again = lacuna(...sparse);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--resume trains the others')]);
    const other = lacuna(...sparse, '--resume', '--scope', 'global');
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('to be of the same training')]);
    rmSync(`${out}/sparse-90-9000.json`);
    // A checkpoint that cannot be written stops nothing.
    mkdirSync(`${out}/sparse-90-9000.checkpoint.part`);
    const begun = lacuna(...sparse, '--resume');
    expect([begun.code, begun.stderr]).toEqual([
      0,
      expect.stringContaining(
        'expected a place to write to, got a folder. sparse-90/9000: training goes on; if it is stopped, it ' +
          'begins anew.',
      ),
    ]);
    expect(readFileSync(`${out}/sparse-90-9000.safetensors`).equals(first)).toBe(true);
  });

  test('what stopped is not begun anew unless another folder is named', () => {
    const stopped = file('stopped');
    mkdirSync(stopped);
    writeFileSync(`${stopped}/sparse-90-9000.checkpoint`, 'an epoch');
    const again = lacuna(...sparse.slice(0, -1), stopped);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining(
        `${stopped}/sparse-90-9000.checkpoint is of one; --resume goes on from there, and another --out`,
      ),
    ]);
    expect(readdirSync(stopped)).toEqual(['sparse-90-9000.checkpoint']);
  });

  test('fine-tuning in rounds keeps what was pruned, prunes more, and changes the rest', () => {
    const tuned = file('tuned');
    const from = `${out}/sparse-90-9000`;
    const data = ['--zoo', 'fashion-mnist', '--images-count', '64', '--batch', '32'];
    const few = ['finetune', '--network', `${from}.json`, ...data.slice(0, -2), '--out', tuned];
    expect(lacuna(...few)).toMatchObject({
      code: 2,
      stderr: 'Expected --batch of at most the 64 training images, got 256.\n',
    });
    const { code, stderr } = lacuna(
      'finetune',
      '--network',
      `${from}.json`,
      ...data,
      '--epochs',
      '1',
      '--sparsity',
      '0.95',
      '--rounds',
      '2',
      '--out',
      tuned,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('epoch 2 of 2')]);
    const open = (path: string) =>
      readPopulation(readNetworkDescription(readFileSync(`${path}.json`, 'utf8'), 'a.json'), [
        { file: 'a.safetensors', bytes: new Uint8Array(readFileSync(`${path}.safetensors`)) },
      ]).tensors['conv2.weight'].data;
    const [before, after] = [open(from), open(`${tuned}/${readdirSync(tuned)[0].replace(/\.[^.]*$/, '')}`)];
    expect(before.every((value, i) => value !== 0 || after[i] === 0)).toBe(true);
    expect(after.filter((value) => value === 0)).toHaveLength(Math.round(0.95 * after.length));
    expect(after).not.toEqual(before);
  });

  test.each([
    [['--batch', '20'], 'Expected --batch to be a multiple of 16, got 20.'],
    [['--batch', '256'], 'Expected --batch of at most the 192 training images, got 256.'],
    [
      ['--network', 'vgg'],
      'Expected --network to be zoo, resnet-8, depthwise or the file of a description, got "vgg".',
    ],
    [['--variant', 'sparse'], 'Expected --sparsity 0..0.99 with --variant sparse, got none.'],
    [['--pruning', 'ticket'], 'Expected --pruning ticket with --variant sparse only, got dense.'],
    [['--rounds', '2'], 'Expected --rounds with other than --pruning gradual, got both.'],
  ])('%j is refused in a sentence', (more, sentence) => {
    const args = ['train', '--zoo', 'fashion-mnist', '--images-count', '192', '--out', file('none'), ...more];
    expect(lacuna(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});
