import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { writePng } from '../../formats/images/writePng';
import { hfOf } from '../../formats/testing/hfOf';
import { type Folders, memoryFolders } from '../../library/folders';
import { cifarBatch, IMAGE_BYTES, publishedOrder, withheldZoo } from '../../library/testing/withheldZoo';
import type { Zoo } from '../../library/zoo';

const storage = vi.hoisted(() => ({ folders: null as Folders | null, shown: new Map<string, unknown>() }));

vi.mock('../../library/folders', async (original) => ({
  ...(await original<typeof import('../../library/folders')>()),
  browserFolders: async () => storage.folders,
}));
// Node has no decoder: the tests know what their PNG files show.
vi.mock('../../formats/images/decodeImage', async (original) => ({
  ...(await original<typeof import('../../formats/images/decodeImage')>()),
  browserDecoder: () => async (bytes: Uint8Array) => storage.shown.get(Buffer.from(bytes).toString('base64')),
}));

const { changedCopy, withKeptCopy } = await import('./ownCopy');

const { images, labels, zoo: known } = withheldZoo(20);
const published = publishedOrder(labels);
const batch = new Blob([cifarBatch(images, labels, published)]);
const { signal } = new AbortController();
let file: Uint8Array;
const server = createServer((request, response) => {
  if (request.url === '/moved') response.writeHead(302, { location: '/files/test.parquet' }).end();
  else response.end(file);
});
const at = (path: string) => `http://localhost:${(server.address() as AddressInfo).port}${path}`;

function zooAt(path: string, hosts = ['localhost']): Zoo {
  const withheld = { ...known.withheld, published: { address: at(path), bytes: file.length, hosts } };
  const calibrationShard = async () => Promise.reject(new Error('none'));
  return { ...known, withheld, calibrationShard } as unknown as Zoo;
}

beforeAll(async () => {
  const rows = published.map(async (image) => {
    const pixels = images.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES);
    const extent = { height: 32, width: 32, channels: 3 };
    const bytes = await writePng(pixels, extent);
    storage.shown.set(Buffer.from(bytes).toString('base64'), { ...extent, data: pixels });
    return { img: { bytes, path: null }, label: BigInt(labels[image]) };
  });
  file = hfOf(await Promise.all(rows));
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  storage.folders = memoryFolders();
});

it('a copy that is brought is kept, opens again, and is deleted', async () => {
  const told: string[] = [];
  const zoo = zooAt('/files/test.parquet');
  const brought = await changedCopy(zoo, [{ path: 'test_batch.bin', content: batch }], signal, ({ doing }) =>
    told.push(doing),
  );
  expect(Buffer.compare((await brought.zoo.testShard()).images, images)).toBe(0);
  expect(brought.notice).toBe('They last until this page is closed: this browser offers no storage here.');
  expect(told).toContain('Reading the test images');
  const again = await withKeptCopy(zoo);
  expect(again.notice).toBeNull();
  expect(again.zoo.withheld?.copy?.file).toBe('test_batch.bin');
  const gone = await changedCopy(again.zoo, null, signal, () => {});
  expect(gone.zoo).toBe(zoo);
  expect((await withKeptCopy(zoo)).zoo).toBe(zoo);
});

it('a kept copy that was changed is not shown, and why is said', async () => {
  const zoo = zooAt('/files/test.parquet');
  await changedCopy(zoo, [{ path: 'test_batch.bin', content: batch }], signal, () => {});
  await storage.folders!.write('made-up', 'places.u32', new Uint8Array(80));
  const { zoo: opened, notice } = await withKeptCopy(zoo);
  expect(opened).toBe(zoo);
  expect(notice).toMatch(/^Your copy of the test images cannot be opened: places.u32: .* Bring it again.$/);
});

it('the published file is fetched, through redirects to known hosts and no others', async () => {
  const fetched = await changedCopy(zooAt('/moved'), 'published', signal, () => {});
  expect(Buffer.compare((await fetched.zoo.testShard()).images, images)).toBe(0);
  expect(fetched.zoo.withheld?.copy).toMatchObject({ file: 'moved', kind: 'Parquet', realigned: false });
  await expect(changedCopy(zooAt('/moved', ['example.org']), 'published', signal, () => {})).rejects.toThrow(
    /expected an answer from example.org, got one from localhost:\d+, which is not read/,
  );
});
