import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { file, open, read } from '../testing/openedImages';
import { refusal } from '../testing/sentence';
import { concat, tarOf } from '../testing/tarOf';

const record = (label: number) => concat([label], new Uint8Array(3072).fill(label));

describe('files of CIFAR', () => {
  test('CIFAR as an archive and as batches', async () => {
    const names = new TextEncoder().encode('abcdefghij'.split('').join('\n'));
    const tar = tarOf({
      'c/data_batch_1.bin': record(1),
      'c/batches.meta.txt': names,
      'c/test_batch.bin': record(2),
    });
    const archive = await open(file('c.tar.gz', new Uint8Array(gzipSync(tar))));
    expect(archive).toMatchObject({ kind: 'CIFAR-10', parts: ['test', 'train'], labels: [] });
    expect(archive.counts).toEqual({ test: 1, train: 1 });
    const set = await read(archive, { part: 'train' });
    expect(set).toMatchObject({ count: 1, classes: [...'abcdefghij'] });
    const batches = await open(file('data_batch_1.bin', record(3)), file('data_batch_2.bin', record(4)));
    expect([...(await read(batches)).labels!]).toEqual([3, 4]);
    expect(batches.counts).toEqual({ '': 2 });
    const torn = await open(file('data_batch_1.bin', record(3).slice(1)), file('test_batch.bin', record(4)));
    expect(torn.counts).toEqual({});
    expect((await open(file('more.bin', record(3)), file('yet.bin', record(4)))).counts).toEqual({ '': 2 });
    const hundred = await open(file('test.bin', concat([1, 50], new Uint8Array(3072))));
    expect(hundred).toMatchObject({ kind: 'CIFAR-100', labels: ['fine', 'coarse'] });
    expect([...(await read(hundred, { labels: 'coarse' })).labels!]).toEqual([1]);
  });

  test('CIFAR as a folder: other files are passed over, train and test are parts, names used', async () => {
    const text = (lines: string) => new TextEncoder().encode(lines);
    const folder = [
      file('cifar-10-batches-bin/batches.meta.txt', text('abcdefghij'.split('').join('\n'))),
      file('cifar-10-batches-bin/data_batch_2.bin', record(4)),
      file('cifar-10-batches-bin/data_batch_1.bin', record(3)),
      file('cifar-10-batches-bin/readme.html', text('<html>')),
      file('cifar-10-batches-bin/test_batch.bin', record(9)),
    ];
    const files = await open(...folder);
    expect(files).toMatchObject({ kind: 'CIFAR-10', file: 'cifar-10-batches-bin', parts: ['test', 'train'] });
    expect(files.counts).toEqual({ test: 1, train: 2 });
    expect(await read(files)).toMatchObject({ labels: Uint16Array.of(9), classes: [...'abcdefghij'] });
    expect([...(await read(files, { part: 'train' })).labels!]).toEqual([3, 4]);

    const names = Array.from({ length: 100 }, (_, at) => `fine ${at}`);
    const hundred = await open(
      file('train.bin', concat([1, 50], new Uint8Array(3072))),
      file('fine_label_names.txt', text(names.join('\n'))),
    );
    expect(hundred).toMatchObject({ kind: 'CIFAR-100', parts: [] });
    expect(await read(hundred)).toMatchObject({ labels: Uint16Array.of(50), classes: names });

    const mixed = await open(
      file('test_batch.bin', record(1)),
      file('test.bin', concat([1, 50], new Uint8Array(3072))),
    );
    expect(await refusal(() => read(mixed))).toMatch(
      /expected batches of CIFAR-10 or of CIFAR-100, got both/,
    );
  });
});
