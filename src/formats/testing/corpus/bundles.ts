/** Hostile bundles. */
import { writeNpz } from '../../arrays/npz';
import { writeBundle } from '../../bundle/bundle';
import { bundle, files, forged, head, manifestOf, whole } from '../bundleOf';
import { deflated, type Hostile, MEBIBYTE, utf8, zeros } from './hostile';

/** A bundle whose manifest says `said`, or that has a file more. */
const forgedBundle = async (wrong: string, said: object, extra: string[] = []): Promise<Hostile> => ({
  wrong,
  bytes: await forged((manifest) => ({ ...manifest, ...said }), extra),
  parser: 'bundle',
});
/** A bundle of the right form with other files: checksums hold. */
const bundleWith = async (wrong: string, changed: object): Promise<Hostile> => ({
  wrong,
  bytes: whole(await writeBundle(head, { ...files, ...changed })),
  parser: 'bundle',
});
/** A manifest that says that each file has so many bytes. */
const claiming = (bytes: number) => (manifest: Record<string, unknown>) => ({
  ...manifest,
  files: (manifest.files as object[]).map((each) => ({ ...each, bytes })),
});
const flipped = bundle.slice();
flipped[new TextDecoder('latin1').decode(bundle).indexOf('PAR1') + 20] ^= 1;

export const bundles: Hostile[] = [
  { wrong: 'a changed byte', bytes: flipped, parser: 'bundle' },
  { wrong: 'half of it', bytes: bundle.slice(0, bundle.length >> 1), parser: 'bundle' },
  {
    wrong: 'files deflated to a thousandth',
    bytes: deflated({
      'manifest.json': manifestOf(await forged(claiming(16 * MEBIBYTE))),
      ...Object.fromEntries(Object.keys(files).map((name) => [name, zeros(16 * MEBIBYTE)])),
    }),
    parser: 'bundle',
  },
  await forgedBundle('an entry more', {}, ['run.js']),
  await forgedBundle('a name that leads out', {}, ['../../.bashrc']),
  await forgedBundle('a manifest that lists a name that leads out', {
    files: [{ name: '../manifest.json', bytes: 1, sha256: '0'.repeat(64) }],
  }),
  await forgedBundle('an address for a query', { query: 'https://evil.test/?images=1' }),
  await forgedBundle('a query that leaves the query', { query: 'images=1#/judge' }),
  await forgedBundle('a script for a query', { query: 'javascript:alert(1)//' }),
  await forgedBundle('a title of 10 MB', { title: 'x'.repeat(1e7) }),
  await forgedBundle('a class twice', { classes: ['a', 'a'] }),
  await forgedBundle('a seed of 1e300', {
    settings: { ties: 'largest', alpha: 0.05, seed: 1e300, paired: false },
  }),
  await bundleWith('labels of other images', { 'labels.csv': utf8('image_id,label\n0,1\n') }),
  await bundleWith('a class past the last', { 'labels.csv': utf8('image_id,label\n0,3\n') }),
  await bundleWith('a page for predictions', { 'dense.parquet': utf8('<!doctype html>\n') }),
  await bundleWith('other images in one population', {
    'compressed.parquet': utf8('image_id,model_id,prediction\n7,a,0\n'),
  }),
  await bundleWith('pictures of other images', {
    'images.npz': writeNpz({ images: { shape: [3, 1, 1], values: zeros(3) } }),
  }),
  await bundleWith('pictures with other labels', {
    'images.npz': writeNpz({
      images: { shape: [4, 1, 1], values: zeros(4) },
      labels: { shape: [4], values: Uint16Array.of(0, 0, 0, 0) },
    }),
  }),
];
