import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  packHits,
  type RobustnessTable,
  readRobustnessTable,
  robustnessOf,
  shippedRobustness,
  writeRobustnessTable,
} from './robustness';
import { tinyZoo } from './testing/tinyZoo';
import { openZoo } from './zoo';

const table: RobustnessTable = {
  schemaVersion: 1,
  command: 'lacuna robustness',
  data: 'tiny',
  images: 4,
  seed: 0,
  ties: 'largest',
  populations: ['dense', 'sparse-50'],
  clean: { dense: { right: [4, 3], pies: null }, 'sparse-50': { right: [2, 1], pies: 1 } },
  cells: [
    {
      corruption: 'fog',
      severity: 3,
      answers: {
        dense: { right: [3, 3], pies: null, alsoClean: null },
        'sparse-50': { right: [1, 0], pies: 2, alsoClean: 1 },
      },
    },
  ],
};

describe('the table of robustness', () => {
  test('is read as it was written', () => {
    expect(readRobustnessTable(writeRobustnessTable(table), 'r.json')).toEqual(table);
  });

  test('gives one population beside the dense one', () => {
    expect(robustnessOf(table, 'sparse-50')).toEqual({
      images: 4,
      paired: false,
      clean: { right: { dense: [4, 3], compressed: [2, 1] }, pies: 1 },
      cells: [
        {
          corruption: 'fog',
          severity: 3,
          right: { dense: [3, 3], compressed: [1, 0] },
          pies: { count: 2, alsoClean: 1 },
        },
      ],
    });
    expect(robustnessOf(table, 'sparse-90')).toBeNull();
  });

  test.each([
    [
      '{"schemaVersion":2}',
      'r.json: expected schemaVersion to be 1, the only version this release reads, got 2.',
    ],
    [
      JSON.stringify({ ...table, populations: ['sparse-50'] }),
      'r.json: expected populations to be a list that begins with "dense", got "sparse-50".',
    ],
    [
      JSON.stringify({ ...table, clean: { ...table.clean, dense: { right: [5], pies: null } } }),
      'r.json: expected clean.dense.right[0] to be a whole number from 0 to 4, got 5.',
    ],
    [
      JSON.stringify({
        ...table,
        clean: { ...table.clean, dense: { right: [3], pies: null, hits: 'AQEBAQ==' } },
      }),
      'r.json: expected clean.dense.hits to be base64 of 4 bytes, together as many right answers as the ' +
        'networks have, got "AQEBAQ==".',
    ],
    [
      JSON.stringify({
        ...table,
        clean: { ...table.clean, dense: { right: [3], pies: null, hits: 'no base64' } },
      }),
      'r.json: expected clean.dense.hits to be base64 of 4 bytes',
    ],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(() => readRobustnessTable(text, 'r.json')).toThrow(sentence);
  });

  test('right answers of images come back as they were kept, and counts past a byte are not kept', () => {
    const answers = (right: number[], hits: number[]) => ({ right, pies: null, hits: packHits(hits) });
    const clean = { ...table.clean, dense: answers([3], [1, 0, 1, 1]) };
    const [, other] = table.populations;
    const known = { ...table, clean: { ...clean, [other]: { ...answers([2], [0, 0, 1, 1]), pies: 1 } } };
    const read = readRobustnessTable(writeRobustnessTable(known), 'r.json');
    expect(read).toEqual(known);
    const hits = robustnessOf(read, other)?.clean.hits;
    expect([...Array.from(hits?.dense ?? []), ...Array.from(hits?.compressed ?? [])]).toEqual([
      1, 0, 1, 1, 0, 0, 1, 1,
    ]);
    expect(packHits([256])).toBeUndefined();
  });

  test('is asked of a zoo that lists one only, and compared with its checksum', async () => {
    const { manifest, files, source, reads } = tinyZoo();
    expect(await shippedRobustness(await openZoo('zoo/tiny', source))).toBeNull();
    expect(reads).toEqual(['manifest.json']);
    const content = new TextEncoder().encode(writeRobustnessTable(table));
    const robustness = {
      path: 'robustness.json',
      bytes: content.length,
      inflatedBytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
    files.set('robustness.json', content);
    files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, robustness })));
    const zoo = await openZoo('zoo/tiny', source);
    expect(await shippedRobustness(zoo)).toEqual(table);
    const damaged = Uint8Array.from(content, (byte, at) => (at === 40 ? byte ^ 1 : byte));
    files.set('robustness.json', damaged);
    await expect(shippedRobustness(await openZoo('zoo/tiny', source))).rejects.toThrow(
      /^robustness\.json: expected content with SHA-256/,
    );
  });
});
