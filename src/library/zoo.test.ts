import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { tinyZoo, tinyZooWithoutImages } from './testing/tinyZoo';
import { openZoo } from './zoo';

describe('openZoo', () => {
  test('reads shards', async () => {
    const { source } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const shard = await zoo.testShard();
    expect(shard).toMatchObject({
      id: 'tiny/test',
      count: 4,
      height: 2,
      width: 2,
      channels: 1,
      classes: ['a', 'b', 'c'],
    });
    expect([...shard.images]).toEqual(Array.from({ length: 16 }, (_, i) => i));
    expect([...shard.labels]).toEqual([0, 1, 2, 0]);
    expect((await zoo.calibrationShard()).id).toBe('tiny/calibration');
    expect(zoo.checksums).toBe(true);
  });

  test('gives the labels of the test images without the images', async () => {
    const { source, reads } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    expect([...(await zoo.testLabels())]).toEqual([0, 1, 2, 0]);
    expect(reads.some((path) => path.includes('images'))).toBe(false);
    await zoo.testShard();
    expect(new Set(reads).size).toBe(reads.length);
  });

  test('opens a dataset whose images may not be published', async () => {
    const zoo = await openZoo('zoo/tiny', tinyZooWithoutImages().source);
    expect(zoo.origin).toMatchObject({ kind: 'shipped', licence: null });
    expect([...(await zoo.testLabels())]).toEqual([0, 1, 2, 0]);
    expect((await zoo.predictions('dense', 2)).images).toBe(4);
    expect((await zoo.population('dense', 2)).members).toHaveLength(2);
    const sentence = (which: string) => `Expected the ${which} images of Tiny, which may not be published`;
    await expect(zoo.testShard()).rejects.toThrow(sentence('test'));
    await expect(zoo.calibrationShard()).rejects.toThrow(sentence('training'));
  });

  test('stacks the parts that the members asked for need, and no more', async () => {
    const { source, reads } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    expect(zoo.memberCount('dense')).toBe(5);

    const two = await zoo.population('dense', 2);
    expect(two.key).toBe('tiny/dense/2');
    expect(reads.filter((path) => path.includes('weights'))).toEqual(['dense-0-weights.safetensors.gz']);

    const four = await zoo.population('dense', 4);
    expect(four.members).toEqual([0, 1, 2, 3].map((k) => ({ id: `dense/${k}`, seed: 100 + k })));
    expect(four.tensors['conv1.weight'].shape).toEqual([2, 1, 1, 1]);
    expect([...four.tensors['conv1.weight'].data]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...four.tensors['head.bias'].data]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(four.variant).toEqual({ kind: 'dense' });
    expect(new Set(reads).size).toBe(reads.length);
  });

  test('stacks the latest two populations once, and forgets older ones', async () => {
    const zoo = await openZoo('zoo/tiny', tinyZoo().source);
    const dense = await zoo.population('dense', 4);
    const again = await zoo.population('null', 2);
    expect(await zoo.population('dense', 4)).toBe(dense);
    await zoo.population('dense', 3);
    expect(await zoo.population('dense', 4)).toBe(dense);
    const anew = await zoo.population('null', 2);
    expect(anew).not.toBe(again);
    expect(anew).toEqual(again);
  });

  test('gives narrow networks their own architecture', async () => {
    const zoo = await openZoo('zoo/tiny', tinyZoo().source);
    const narrow = await zoo.population('narrow-50', 2);
    expect(narrow.variant).toEqual({ kind: 'narrow', width: 0.5 });
    expect(narrow.architecture.layers[0]).toMatchObject({ name: 'conv1', output: 1 });
    expect(narrow.tensors['head.weight']).toMatchObject({ shape: [3, 1], data: { length: 6 } });
  });

  test('turns image-major predictions into rows of members', async () => {
    const { source, reads } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const labels = await zoo.predictions('dense', 3);
    expect([...labels.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 0, 1, 2, 0]);
    expect(labels).toMatchObject({ members: ['dense/0', 'dense/1', 'dense/2'], images: 4, classes: 3 });
    expect(labels.pLabel).toBeUndefined();
    expect(reads.some((path) => path.includes('scores'))).toBe(false);

    const scored = await zoo.predictions('dense', 3, { scores: true });
    expect([...scored.pPrediction!]).toEqual(Array(12).fill(0.75));
    expect([...scored.pLabel!]).toEqual(Array(12).fill(0.25));
    expect([...scored.rankLabel!]).toEqual([...labels.labels]);
  });

  test('takes files that the server has already inflated', async () => {
    const { source, files } = tinyZoo();
    for (const [path, bytes] of files) {
      if (path.endsWith('.gz')) files.set(path, new Uint8Array(gunzipSync(bytes)));
    }
    const progress = vi.fn();
    const zoo = await openZoo('zoo/tiny', source);
    expect((await zoo.population('null', 1, { progress })).members).toHaveLength(1);
    expect(progress).toHaveBeenLastCalledWith(1);
  });

  test('reports one rising share over several files', async () => {
    const { source } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const shares: number[] = [];
    await zoo.predictions('dense', 5, { progress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 10);
  });

  test('shares one download among concurrent calls', async () => {
    const { source, reads } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const [one, two] = await Promise.all([zoo.testShard(), zoo.testShard()]);
    expect(one).toBe(two);
    expect(reads.filter((path) => path === 'test-images.idx.gz')).toHaveLength(1);
  });

  test('one caller may leave without spoiling the other, and a lone one stops the download', async () => {
    const { source, reads } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const leaving = new AbortController();
    const left = zoo.testShard({ signal: leaving.signal });
    const stayed = zoo.testShard();
    leaving.abort();
    await expect(left).rejects.toHaveProperty('name', 'AbortError');
    expect((await stayed).count).toBe(4);

    const alone = new AbortController();
    const both = [1, 2].map(() => zoo.population('null', 2, { signal: alone.signal }));
    alone.abort();
    for (const call of both) await expect(call).rejects.toHaveProperty('name', 'AbortError');
    expect((await zoo.population('null', 2)).members).toHaveLength(2);
    expect(reads.filter((path) => path === 'null-0-weights.safetensors.gz')).toHaveLength(2);
  });

  test('a failed download may be tried again', async () => {
    const { source, files } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    const path = 'test-labels.idx.gz';
    const whole = files.get(path)!;
    files.set(path, whole.slice(0, 20));
    await expect(zoo.testShard()).rejects.toThrow(/test-labels.idx.gz: expected a whole gzip file/);
    files.set(path, whole);
    expect((await zoo.testShard()).count).toBe(4);
  });

  test('refuses other content of the same length', async () => {
    const { source, files } = tinyZoo();
    const content = gunzipSync(files.get('test-labels.idx.gz')!);
    content[content.length - 1] = 1;
    files.set('test-labels.idx.gz', new Uint8Array(content));
    const zoo = await openZoo('zoo/tiny', source);
    await expect(zoo.testShard()).rejects.toThrow(/test-labels.idx.gz: expected content with SHA-256/);
  });

  test('refuses a gzip file that inflates past what the manifest says', async () => {
    const { source, files } = tinyZoo();
    files.set('test-images.idx.gz', new Uint8Array(gzipSync(new Uint8Array(500))));
    const zoo = await openZoo('zoo/tiny', source);
    await expect(zoo.testShard()).rejects.toThrow(/expected at most 32 bytes after inflating, got more/);
  });

  test('goes on without checksums where the browser has none, and says so', async () => {
    const { source } = tinyZoo();
    vi.stubGlobal('crypto', {});
    try {
      const zoo = await openZoo('zoo/tiny', source);
      expect(zoo.checksums).toBe(false);
      expect((await zoo.testShard()).count).toBe(4);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('names the variants and the member range', async () => {
    const { source } = tinyZoo();
    const zoo = await openZoo('zoo/tiny', source);
    expect(() => zoo.memberCount('sparse-90')).toThrow(
      'Expected a variant of tiny (dense, null, narrow-50), got "sparse-90".',
    );
    for (const count of [0, 6, 1.5]) {
      await expect(zoo.population('dense', count)).rejects.toThrow(
        `Expected 1 to 5 members of variant "dense", got ${count}.`,
      );
    }
  });
});
