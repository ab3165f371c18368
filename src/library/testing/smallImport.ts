/** An import of three images, as files and read again. */
import type { Import, StoredImport } from '../importData';
import { importFiles } from '../imports';
import { readImport } from '../readImport';
import { manifestBytes } from '../sealed';

export const imported: Import = {
  id: 'mine',
  name: 'Dense against pruned',
  created: '2026-11-25T02:00:00.000Z',
  files: ['dense.csv', 'pruned.csv'],
  dense: {
    members: ['a', 'b'],
    images: 3,
    classes: 2,
    labels: Uint16Array.of(0, 1, 1, 0, 0, 1),
    pLabel: Float32Array.of(0.5, 1, 0, 0.25, 0.75, 1),
    rankLabel: Uint16Array.of(0, 0, 1, 0, 1, 0),
  },
  compressed: { members: ['c'], images: 3, classes: 2, labels: Uint16Array.of(1, 1, 1) },
  nulls: null,
  paired: false,
  truth: Uint16Array.of(0, 1, 1),
  imageIds: ['x.png', 'y.png', 7],
  classNames: ['cat', 'dog'],
  pictures: {
    height: 1,
    width: 2,
    channels: 1,
    images: Uint8Array.of(1, 2, 3, 4, 5, 6),
    found: 3,
    fitted: 'as they are',
  },
  extras: {
    template: 'https://host.example/{index}.png',
    attributes: null,
    training: { file: 'training.csv', counts: [5, 7] },
  },
  options: { ties: 'smallest', alpha: 0.01, seed: 7 },
  origin: {
    compressed: '90% removed',
    query: 'data=fashion-mnist&row=1',
    provenance: 'Answers: shipped',
    created: '2026-11-24T20:00:00Z',
    agreement: {
      values: 9,
      differing: 1,
      first: [{ where: 'pies', claimed: '1', computed: '2' }],
      missing: ['newer'],
    },
    levels: { columns: ['Population', 'PIEs'], rows: [['Dense', '–']] },
  },
  answers: 'shipped with the zoo: what PyTorch says of JPEG copies of the test images',
};

/** As it is read again, whole and never changed. */
export const whole = { ...imported, notices: [], revision: 0 };

export function read(files: Map<string, Uint8Array<ArrayBuffer>>): Promise<StoredImport> {
  const sizes = new Map([...files].map(([name, bytes]) => [name, bytes.length]));
  return readImport(sizes, async (name) => {
    const bytes = files.get(name);
    if (!bytes) throw new Error(`${name}: expected a file, got none.`);
    return bytes.slice();
  });
}

export function withManifest(change: (manifest: Record<string, unknown>) => void) {
  const files = importFiles(imported);
  const {
    seal: _,
    checksums,
    ...manifest
  } = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  change(manifest);
  return files.set('manifest.json', manifestBytes(manifest, manifest.version < 3 ? null : checksums));
}
