import type { Predictions } from '../../audit/predictions';
import { writeZip } from '../archives/writeZip';
import { type BundleFiles, type BundleHead, writeBundle } from '../bundle/bundle';
import { joinChunks } from '../bytes/joinChunks';
import { predictionsToParquet } from '../writing/writePredictions';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/** Pieces laid end to end. */
export function whole(pieces: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  return joinChunks(
    pieces,
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
}

const truth = Uint16Array.of(0, 1, 2, 1);
const population = (name: string, labels: number[]): Predictions => ({
  members: [`${name}-0`, `${name}-1`],
  images: 4,
  classes: 3,
  labels: Uint16Array.from(labels),
});

/** A small bundle: its head, its files, and its bytes. Its findings are empty. */
export const head: BundleHead = {
  title: 'Fashion <script>',
  compressed: '90% removed',
  query: 'variant=sparse&sparsity=0.9',
  classes: ['<b>a</b>', 'b', 'c'],
  settings: { ties: 'largest', alpha: 0.05, seed: 3, paired: false },
  provenance: 'shipped with the zoo',
  created: null,
  summary: { images: 4, networks: { dense: 2, compressed: 2 }, pies: 3 },
};
export const files: BundleFiles = {
  'dense.parquet': await predictionsToParquet(population('d', [0, 1, 2, 1, 0, 1, 2, 2]), truth),
  'compressed.parquet': await predictionsToParquet(population('c', [0, 1, 0, 1, 0, 2, 0, 1]), truth),
  'labels.csv': utf8('image_id,label\n0,0\n1,1\n2,2\n3,1\n'),
  'findings.json': utf8('{}'),
};
export const bundle = whole(await writeBundle(head, files));

/** The manifest of a bundle as it was written. */
export function manifestOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const read = new TextDecoder('latin1').decode(bytes);
  const start = read.indexOf('{\n');
  return bytes.slice(start, read.indexOf('\n}\n', start) + 3);
}

/**
 * That bundle with a manifest that says something else; names that are no file of it are put in as they are.
 */
export async function forged(
  change: (manifest: Record<string, unknown>) => unknown,
  extra: string[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const manifest = JSON.parse(new TextDecoder().decode(manifestOf(bundle)));
  const changed = change(manifest) ?? manifest;
  return whole(
    writeZip([
      { name: 'manifest.json', bytes: utf8(JSON.stringify(changed)) },
      ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
      ...extra.map((name) => ({ name, bytes: utf8('x') })),
    ]),
  );
}
