import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../bytes/source';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat, tarOf } from '../testing/tarOf';
import { type CifarOptions, readCifar } from './cifar';

describe('readCifar', () => {
  const record = (labels: number[], shade: number) =>
    concat(
      labels,
      new Uint8Array(1024).fill(shade),
      new Uint8Array(1024).fill(shade + 1),
      new Uint8Array(1024).fill(shade + 2),
    );
  const ten = (...labels: number[]) => concat(...labels.map((label) => record([label], 10 * label)));
  const lines = (...names: string[]) => new TextEncoder().encode(`${names.join('\n')}\n\n`);
  const archive = {
    'cifar-10-batches-bin/data_batch_1.bin': ten(1, 2),
    'cifar-10-batches-bin/batches.meta.txt': lines(...'abcdefghij'),
    'cifar-10-batches-bin/data_batch_2.bin': ten(9),
    'cifar-10-batches-bin/readme.html': new Uint8Array(5),
    'cifar-10-batches-bin/test_batch.bin': ten(0),
  };
  const packed = (files: Record<string, Uint8Array>, name: string, options: CifarOptions) =>
    readCifar(bytesSource(new Uint8Array(gzipSync(tarOf(files))), name), options);

  test('reads CIFAR-10 as published', async () => {
    const train = await packed(archive, 'c.tar.gz', { split: 'train' });
    expect(train).toMatchObject({ count: 3, height: 32, width: 32, channels: 3, fitted: 'unchanged' });
    expect([...train.labels!]).toEqual([1, 2, 9]);
    expect(train.classes).toEqual([...'abcdefghij']);
    expect([...train.images.subarray(3072, 3078)]).toEqual([20, 21, 22, 20, 21, 22]);
    expect(train.ids[2]).toBe('cifar-10-batches-bin/data_batch_2.bin#0');
    const test = await packed(archive, 'c.tar.gz', {
      split: 'test',
      target: { height: 28, width: 28, channels: 1 },
    });
    expect([...test.labels!]).toEqual([0]);
    expect(test.images.length).toBe(784);
    expect(test.fitted).toBe('reduced to 28 x 28 by area averages, made grey (Rec. 601)');
  });

  test('reads one file, and names the classes of CIFAR-10', async () => {
    const set = await readCifar(bytesSource(ten(3, 3), 'test_batch.bin'), { split: 'test' });
    expect(set.classes[3]).toBe('cat');
    expect([...set.labels!]).toEqual([3, 3]);
  });

  test('reads both labels of CIFAR-100', async () => {
    const names = (count: number, prefix: string) =>
      lines(...Array.from({ length: count }, (_, i) => `${prefix}${i}`));
    const files = {
      'cifar-100-binary/test.bin': concat(record([19, 99], 5), record([0, 1], 6)),
      'cifar-100-binary/coarse_label_names.txt': names(20, 'c'),
      'cifar-100-binary/fine_label_names.txt': names(100, 'f'),
    };
    const fine = await packed(files, 'c.tar.gz', { split: 'test' });
    expect([...fine.labels!].map((label) => fine.classes[label])).toEqual(['f99', 'f1']);
    const coarse = await packed(files, 'c.tar.gz', { split: 'test', labels: 'coarse' });
    expect([...coarse.labels!].map((label) => coarse.classes[label])).toEqual(['c19', 'c0']);
  });

  test('points from the pickled version to the binary one', async () => {
    const pickle = Uint8Array.of(128, 2, 125, 113);
    const wanted =
      /expected the binary version of CIFAR, got the pickled Python version .* "binary version" from https:/;
    expect(
      await refusal(() =>
        packed({ 'cifar-10-batches-py/data_batch_4': pickle }, 'c.tar.gz', { split: 'train' }),
      ),
    ).toMatch(wanted);
    expect(
      await refusal(() => packed({ 'cifar-100-python/train': pickle }, 'c.tar.gz', { split: 'train' })),
    ).toMatch(wanted);
    expect(await refusal(() => readCifar(bytesSource(pickle, 'data_batch_1'), { split: 'train' }))).toMatch(
      wanted,
    );
  });

  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'an archive of something else',
      { 'a.bin': ten(1) },
      'with data_batch_1.bin or train.bin, got none; see',
    ],
    [
      'half a record',
      { 'data_batch_1.bin': ten(1).subarray(0, 3000) },
      'in data_batch_1.bin, got 3000 bytes.',
    ],
    ['an empty batch', { 'data_batch_1.bin': new Uint8Array(0) }, 'in data_batch_1.bin, got 0 bytes.'],
    [
      'a class past the last',
      { 'data_batch_1.bin': ten(1, 10) },
      'expected a class from 0 to 9 in record 1 of data_batch_1.bin, got 10.',
    ],
    [
      'too few names',
      { 'data_batch_1.bin': ten(1), 'batches.meta.txt': lines('a') },
      'expected names of 10 classes, got 1.',
    ],
  ])('refuses %s', async (_, files, sentence) => {
    const message = await refusal(() => packed(files, 'c.tar.gz', { split: 'train' }));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });
});
