import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FoundNetworks } from '../formats/network/networkFiles';
import type { Flags } from './flags';
import { fedMembers, readNetworks } from './networkFiles';
import { folderOf, ROOT } from './testing';

const NETWORKS = `${ROOT}/src/formats/fixtures`;

test('networks are found however their paths are written, and are read once', async () => {
  const bytes = (name: string) => new Uint8Array(readFileSync(`${NETWORKS}/${name}`));
  const at = folderOf({
    'a.json': bytes('torch.json'),
    'a.safetensors': bytes('torch.safetensors'),
    '.hidden.onnx': bytes('plain.onnx'),
  });
  const here = relative('.', at('.'));
  const namesOf = async (...paths: string[]) => (await readNetworks(paths)).found.map(({ name }) => name);
  expect(here).toMatch(/^\.\.\//);
  expect(await namesOf(`${here}/./a.json`)).toEqual(['a.safetensors']);
  expect(await namesOf(`${here}/a.safetensors`, at('a.json'), at('.'))).toEqual(['a.safetensors']);
  expect(await namesOf(`${here}/.hidden.onnx`)).toEqual(['.hidden.onnx']);
});

const input = { channels: 1, height: 2, width: 2, mean: [0], std: [1] };
const network = { architecture: { input, layers: [] }, tensors: new Map() };
const found = (name: string, ids: string[], hasNormalisation = true): FoundNetworks => ({
  name,
  hasNormalisation,
  classes: null,
  members: ids.map((id) => ({ id, file: name, network })),
});
const flags = (entries: [string, string][] = []) => new Map(entries) as unknown as Flags;

describe('fedMembers', () => {
  const namesOf = (files: FoundNetworks[]) => {
    const said: string[] = [];
    const ids = fedMembers(files, flags(), (line) => said.push(line)).map(({ id }) => id);
    return { ids, said };
  };

  test('keeps ids that are different', () => {
    const all = namesOf([found('a.json', ['0']), found('b.json', ['1'])]);
    expect(all).toEqual({ ids: ['0', '1'], said: [] });
  });

  test('names networks by their files where these have the same ids, and says so', () => {
    const { ids, said } = namesOf([
      found('dense/0.safetensors', ['0']),
      found('tuned.safetensors', ['0', '1']),
    ]);
    expect(ids).toEqual(['dense/0', 'tuned/0', 'tuned/1']);
    expect(said).toEqual(['Several networks are called 0; all of them are called by their files, too.']);
  });

  test('feeds files that do not say how as the flags do, and says what is assumed without them', () => {
    const file = [found('a.onnx', ['a'], false)];
    const said: string[] = [];
    const inputOf = (own: Flags) =>
      fedMembers(file, own, (line) => said.push(line))[0].network.architecture.input;
    expect(
      inputOf(
        flags([
          ['mean', '0.5'],
          ['std', '0.25'],
        ]),
      ),
    ).toMatchObject({ mean: [0.5], std: [0.25] });
    expect(said).toEqual([]);
    expect(inputOf(flags())).toMatchObject({ mean: [0], std: [1] });
    expect(said).toEqual([expect.stringContaining('x = byte / 255')]);
    const pair = (mean: string, std: string) => () =>
      inputOf(
        flags([
          ['mean', mean],
          ['std', std],
        ]),
      );
    expect(pair('0', '0')).toThrow('Expected --std above 0, got 0.');
    expect(() => inputOf(flags([['mean', '0.5']]))).toThrow('Expected --std beside --mean');
    expect(() => inputOf(flags([['std', '2']]))).toThrow(/, got none; --mean 0 leaves it out\.$/);
  });
});
