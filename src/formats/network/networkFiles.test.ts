import { describe, expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { writeSafetensors } from '../arrays/writeSafetensors';
import { fixture } from '../testing/fixture';
import { SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { describedBy, readNetworkFiles } from './networkFiles';

const file = (path: string, bytes: Uint8Array<ArrayBuffer>) => ({ path, content: new Blob([bytes]) });
const like = (path: string, name = path.slice(path.lastIndexOf('/') + 1)) => file(path, fixture(name));
const summary = async (...files: ReturnType<typeof file>[]) => {
  const { found, problems } = await readNetworkFiles(files);
  return { found: found.map(({ name, members }) => [name, members.map(({ id }) => id)]), problems };
};

describe('readNetworkFiles', () => {
  test('a description and weights, beside ONNX files', async () => {
    const { found, problems } = await readNetworkFiles([
      like('torch.safetensors'),
      like('torch.json'),
      like('kept.onnx'),
    ]);
    expect(problems).toEqual([]);
    expect(
      found.map(({ name, hasNormalisation, classes }) => [name, hasNormalisation, classes?.length]),
    ).toEqual([
      ['torch.safetensors', true, 5],
      ['kept.onnx', false, undefined],
    ]);
    expect(found[0].members.map(({ id }) => id)).toEqual(['one', 'two']);
    expect([...found[0].members[1].network.tensors.values()].every((values) => values.length > 0)).toBe(true);
  });

  test('a zip of networks, as they are taken away, by a system that leaves files in it, and damaged', async () => {
    const zipOf = (entries: Record<string, Uint8Array<ArrayBuffer>>) =>
      concat(...writeZip(Object.entries(entries).map(([name, bytes]) => ({ name, bytes }))));
    const entries = {
      'torch.json': fixture('torch.json'),
      'torch.safetensors': fixture('torch.safetensors'),
    };
    const taken = [['torch.safetensors', ['one', 'two']]];
    const left = { ...entries, '__MACOSX/._torch.safetensors': Uint8Array.of(1) };
    for (const each of [entries, left]) {
      expect(await summary(file('networks.zip', zipOf(each)))).toEqual({ found: taken, problems: [] });
    }
    const damaged = zipOf({ 'plain.onnx': fixture('plain.onnx') });
    damaged[60]++;
    const { found, problems } = await summary(file('a.zip', zipOf(entries)), file('b.zip', damaged));
    expect(found).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^b\.zip \(plain\.onnx\): .* the file is damaged\.$/)]);
    const whole = zipOf(entries);
    const short = await summary(file('c.zip', whole.slice(0, -30)), file('d.pt', whole.slice(0, -30)));
    expect(short.problems).toEqual([
      expect.stringMatching(/^c\.zip: expected .* zip/),
      expect.stringContaining('d.pt: expected a network'),
    ]);
    const model = zipOf({
      'chain/model.json': fixture('chain.json'),
      'chain/chain-1of2.bin': fixture('chain-1of2.bin'),
      'chain/chain-2of2.bin': fixture('chain-2of2.bin'),
    });
    expect((await summary(file('layers.zip', model))).problems).toEqual([]);
    expect((await summary(file('layers.zip', model))).found).toHaveLength(1);
  });

  test('one description for several files, and folders told without what all share', async () => {
    expect(
      await summary(
        like('nets/torch.json'),
        like('nets/dense/a.safetensors', 'torch.safetensors'),
        like('nets/pruned/b.safetensors', 'torch.safetensors'),
      ),
    ).toEqual({
      found: [
        ['dense/a.safetensors', ['one', 'two']],
        ['pruned/b.safetensors', ['one', 'two']],
      ],
      problems: [],
    });
  });

  test('of several descriptions, the one whose name the weights begin with', async () => {
    const { found, problems } = await summary(
      like('a.json', 'torch.json'),
      like('b.json', 'torch.json'),
      like('b-0.safetensors', 'torch.safetensors'),
    );
    expect(found).toEqual([['b-0.safetensors', ['one', 'two']]]);
    expect(problems).toEqual(['a.json: expected its weights in a safetensors file beside it, got none.']);
  });

  test('files of Keras: two lines of Python for each', async () => {
    const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
    const archive = concat(
      ...writeZip(['config.json', 'model.weights.h5'].map((name) => ({ name, bytes: Uint8Array.of(1) }))),
    );
    const { found, problems } = await summary(
      file('runs/net.keras', archive),
      file('runs/renamed.zip', archive),
      file('runs/old.h5', hdf5),
      file('runs/old.weights.hdf5', hdf5),
    );
    expect(found).toEqual([]);
    const lines = problems.map((problem) => problem.split('\n'));
    expect(lines.map(([sentence]) => sentence)).toEqual(
      ['net.keras', 'renamed.zip', 'old.h5', 'old.weights.hdf5'].map((name) =>
        expect.stringMatching(
          new RegExp(`^${name}: expected a network .*, got .* Keras saved.*; convert it`),
        ),
      ),
    );
    expect(lines.map(([, ...code]) => code)).toEqual([
      ['  import keras', '  keras.saving.load_model("net.keras").export("net.onnx", format="onnx")'],
      ['  import keras', '  keras.saving.load_model("renamed.zip").export("renamed.onnx", format="onnx")'],
      ['  import keras', '  keras.saving.load_model("old.h5").export("old.onnx", format="onnx")'],
      ['  model.load_weights("old.weights.hdf5")', '  model.export("old.onnx", format="onnx")'],
    ]);
  });

  test('layers models, one folder a network', async () => {
    const folder = (name: string) => [
      like(`all/${name}/model.json`, 'chain.json'),
      like(`all/${name}/chain-1of2.bin`),
      like(`all/${name}/chain-2of2.bin`),
    ];
    expect(await summary(...folder('net-0'), ...folder('net-1'))).toEqual({
      found: [
        ['net-0', ['net-0']],
        ['net-1', ['net-1']],
      ],
      problems: [],
    });
  });

  test('names what cannot be read, file by file, and reads the rest', async () => {
    const broken = writeSafetensors({
      'c.weight': { shape: [1, 1, 1, 1], data: Float32Array.of(Number.NaN) },
    });
    const description = {
      format: 'lacuna-network',
      version: 1,
      input: { channels: 1, height: 1, width: 1, mean: [0], std: [1] },
      layers: [
        { kind: 'conv', name: 'c', input: 1, output: 1, kernel: [1, 1], stride: 1, padding: 0, bias: false },
      ],
    };
    const { found, problems } = await summary(
      like('unfit.onnx'),
      like('plain.onnx'),
      file('n.json', new TextEncoder().encode(JSON.stringify(description)) as Uint8Array<ArrayBuffer>),
      file('n.safetensors', broken),
      file('m.pth', Uint8Array.of(0x50, 0x4b, 3, 4)),
      like('stray.bin', 'chain-1of2.bin'),
    );
    expect(found).toEqual([['plain.onnx', ['plain']]]);
    expect(problems.join('\n')).toMatch(/unfit\.onnx: .* 3 that do not: ConvTranspose .*Sin/);
    expect(problems.join('\n')).toContain(
      'n.safetensors: expected finite weights in c.weight, got NaN at position 0.',
    );
    expect(problems.join('\n')).toMatch(/m\.pth: .*PyTorch checkpoint, which runs code/);
    expect(problems.join('\n')).toMatch(/stray\.bin: .*a shard that no model\.json beside it names/);
    for (const problem of problems) expect(problem).toMatch(SENTENCE);
  });
});

test('describedBy takes the longest name that the weights begin with, and no part of a number', () => {
  const descriptions = ['a/net.json', 'a/net-1.json', 'a/net-1-wide.json'];
  expect(describedBy('a/net-1-wide-0.safetensors', descriptions)).toBe('a/net-1-wide.json');
  expect(describedBy('a/net-1.safetensors', descriptions)).toBe('a/net-1.json');
  expect(describedBy('a/net-1-0.safetensors', descriptions)).toBe('a/net-1.json');
  expect(describedBy('a/net-10.safetensors', descriptions)).toBe('a/net.json');
  expect(describedBy('a/net0.safetensors', descriptions)).toBe('a/net.json');
  expect(describedBy('a/other.safetensors', descriptions)).toBeUndefined();
});
