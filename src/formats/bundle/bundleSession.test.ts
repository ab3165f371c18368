import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { Predictions } from '../../audit/predictions';
import { bytesSource } from '../bytes/source';
import { agrees } from '../findings/compareFindings';
import { files, head, whole } from '../testing/bundleOf';
import { readBundle } from './bundle';
import { bundleAgreement, packSession, readSession, type Session } from './bundleSession';

const said = {
  title: 'Mine',
  compressed: 'pruned',
  query: 'import=1',
  provenance: 'Data: mine',
  created: '2026-11-25T06:00:00Z',
};

/** A population of networks with ids in an order of their own. */
function population(members: string[], images: number, classes: number): fc.Arbitrary<Predictions> {
  const cells = members.length * images;
  const size = { minLength: cells, maxLength: cells };
  const share = fc.float32Array({ min: 0, max: 1, noNaN: true, ...size });
  return fc
    .record({
      labels: fc.uint16Array({ max: classes - 1, ...size }),
      pPrediction: fc.option(share, { nil: undefined }),
      pLabel: fc.option(share, { nil: undefined }),
      rankLabel: fc.option(fc.uint16Array({ max: classes - 1, ...size }), { nil: undefined }),
    })
    .map(({ labels, pPrediction, pLabel, rankLabel }) => ({
      members,
      images,
      classes,
      labels,
      ...(pPrediction && { pPrediction }),
      ...(pLabel && { pLabel }),
      ...(rankLabel && { rankLabel }),
    }));
}

/** Rank 0 where the prediction is the true class, and nowhere else. */
function withPlausibleRanks(of: Predictions, truth: Uint16Array): Predictions {
  if (!of.rankLabel) return of;
  const rankLabel = of.rankLabel.map((rank, cell) =>
    of.labels[cell] === truth[cell % truth.length] ? 0 : Math.max(1, rank),
  );
  return { ...of, rankLabel };
}

const names = (prefix: string, least: number) =>
  fc
    .uniqueArray(fc.stringMatching(/^[a-z0-9 ,"-]{1,4}$/), { minLength: least, maxLength: 4 })
    .map((ids) => ids.map((id) => `${prefix}${id}`));
/** Class names that read as indices of other classes, among others. */
const classNames = fc.uniqueArray(fc.constantFrom('1', '0', '03', 'cat', '<b>', '2', '-1', 'a,b'), {
  minLength: 2,
  maxLength: 5,
});
const imageIds = (count: number) =>
  fc.constantFrom(
    Array.from({ length: count }, (_, image) => image),
    Array.from({ length: count }, (_, image) => `img-${(7 * image) % count}.png`),
    Array.from({ length: count }, (_, image) => (image === 0 ? 'x' : image + 2 ** 40)),
    Array.from({ length: count }, (_, image) => `${count - image}`),
  );

const sessions: fc.Arbitrary<Session> = fc
  .record({ classes: classNames, images: fc.constantFrom(3, 5), dense: names('d', 2), other: names('c', 1) })
  .chain(({ classes, images, dense, other }) =>
    fc.record({
      dense: population(dense, images, classes.length),
      compressed: population(other, images, classes.length),
      nulls: fc.option(
        population(
          dense.map((id) => `n${id}`),
          images,
          classes.length,
        ),
      ),
      truth: fc.uint16Array({ max: classes.length - 1, minLength: images, maxLength: images }),
      imageIds: imageIds(images),
      classNames: fc.constant(classes),
      pictures: fc.option(
        fc.uint8Array({ minLength: images * 6, maxLength: images * 6 }).map((pixels) => ({
          height: 2,
          width: 1,
          channels: 3,
          images: pixels,
        })),
      ),
    }),
  )
  .map((session) => {
    const ranked = (of: Predictions) => withPlausibleRanks(of, session.truth);
    return {
      ...session,
      dense: ranked(session.dense),
      compressed: ranked(session.compressed),
      nulls: session.nulls && ranked(session.nulls),
    };
  });

const options = fc.record({
  ties: fc.constantFrom('largest' as const, 'smallest' as const),
  alpha: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.nat(2 ** 32 - 1),
});

test('a bundle opens as the same session, and its findings computed anew are the same', async () => {
  await fc.assert(
    fc.asyncProperty(sessions, options, async (session, told) => {
      const found = audit(session.dense, session.compressed, session.truth, told, session.nulls);
      const bytes = whole(await packSession(said, session, found));
      const bundle = await readBundle(bytesSource(bytes, 'a.zip'));
      expect(bundle.head).toMatchObject({ ...said, settings: { ...told, paired: found.paired } });
      const read = await readSession(bundle, 'a.zip');
      const numbers = session.imageIds.every((id) => typeof id === 'number');
      const ids = numbers ? session.imageIds : session.imageIds.map(String);
      expect(read).toEqual({ ...session, imageIds: ids });
      const again = audit(read.dense, read.compressed, read.truth, bundle.head.settings, read.nulls);
      expect(again).toEqual({ ...found, options: bundle.head.settings });
      const agreement = bundleAgreement(bundle, read, again, 'a.zip');
      expect(agreement).toMatchObject({ differing: 0, missing: [] });
      expect(agrees(agreement)).toBe(true);
      expect(whole(await packSession(said, read, again))).toEqual(bytes);
    }),
    { numRuns: 25 },
  );
});

test('findings that do not follow from the predictions are noticed', async () => {
  const read = await readSession({ head, files }, 'a.zip');
  const found = audit(read.dense, read.compressed, read.truth, head.settings);
  const bytes = whole(await packSession(said, read, found));
  const bundle = await readBundle(bytesSource(bytes, 'a.zip'));
  const text = new TextDecoder().decode(bundle.files['findings.json']).replace('"count": 3', '"count": 0');
  const forged = { ...bundle.files, 'findings.json': new TextEncoder().encode(text) };
  const agreement = bundleAgreement({ ...bundle, files: forged }, read, found, 'a.zip');
  expect(agreement).toMatchObject({
    differing: 1,
    first: [{ where: 'findings.pies.count', claimed: '0', computed: '3' }],
  });
  const summary = { ...bundle.head.summary, pies: 9 };
  const boasting = { ...bundle, head: { ...bundle.head, summary } };
  expect(bundleAgreement(boasting, read, found, 'a.zip').first).toEqual([
    { where: 'summary.pies', claimed: '9', computed: '3' },
  ]);
  expect(agrees(bundleAgreement({ head, files }, read, found, 'a.zip'))).toBe(false);
});

test('texts that are too long are cut, so that the bundle opens', async () => {
  const read = await readSession({ head, files }, 'a.zip');
  const found = audit(read.dense, read.compressed, read.truth, head.settings);
  const long = { ...said, title: 'x'.repeat(300), provenance: 'y'.repeat(5000) };
  const bytes = whole(await packSession(long, read, found));
  const { title, provenance } = (await readBundle(bytesSource(bytes, 'a.zip'))).head;
  expect([title.length, provenance.length]).toEqual([200, 2000]);
  expect(title.endsWith('x…')).toBe(true);
});
