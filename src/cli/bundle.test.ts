import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audit } from '../audit/audit';
import { readBundle } from '../formats/bundle/bundle';
import { packSession, readSession } from '../formats/bundle/bundleSession';
import { bytesSource } from '../formats/bytes/source';
import { files, forged, head, whole } from '../formats/testing/bundleOf';
import { folderOf, lacuna } from './testing';

const own = await readSession({ head, files }, 'own.zip');
const session = {
  ...own,
  nulls: { ...own.dense, members: ['n-0', 'n-1'] },
  pictures: { height: 1, width: 2, channels: 3, images: Uint8Array.from({ length: 24 }, (_, at) => at) },
};
const found = audit(session.dense, session.compressed, session.truth, head.settings, session.nulls);
const created = '2026-11-25T06:00:00Z';
const bytes = whole(
  await packSession(
    { ...head, query: 'images=4', provenance: 'Data: mine\nCompared: a with b', created },
    session,
    found,
  ),
);
const { files: written } = await readBundle(bytesSource(bytes, 'b.zip'));
const path = folderOf({ 'b.zip': bytes, 'boasting.zip': await forged((manifest) => manifest) });

test('lacuna audit of a bundle prints the findings that came with it, and says so', () => {
  const { code, stdout, stderr } = lacuna('audit', path('b.zip'), '--json');
  expect(stderr).toMatch(
    /b\.zip: Computed anew, the findings are those that came with the bundle: \d+ values, all equal\.\n$/,
  );
  expect(code).toBe(0);
  // What is asked of the command line alone stands beside.
  const findings = JSON.parse(new TextDecoder().decode(written['findings.json']));
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 2, ...findings });
});

test('options take the place of its settings', () => {
  const { stdout, stderr } = lacuna('audit', path('b.zip'), '--ties', 'smallest', '--json');
  expect(stderr).toMatch(/those that came with the bundle/);
  const again = audit(session.dense, session.compressed, session.truth, {
    ...head.settings,
    ties: 'smallest',
  });
  expect(JSON.parse(stdout).pies.count).toBe(again.pies.images.length);
  expect(again.pies.images.length).not.toBe(found.pies.images.length);
});

test('a bundle whose findings do not follow from it is audited, and named', () => {
  const { code, stderr } = lacuna('audit', path('boasting.zip'));
  expect(stderr).toMatch(
    /boasting\.zip: Computed anew, the findings agree .*Only one of both has findings\./,
  );
  expect(code).toBe(0);
});

test('its settings are not mixed with files', () => {
  const { code, stderr } = lacuna('audit', path('b.zip'), '--dense', 'x.csv', '--paired');
  expect(stderr).toMatch(
    /^Expected .*b\.zip alone, a bundle, in place of other files, got --dense, --paired too\.\n$/,
  );
  expect(code).toBe(2);
});

test('lacuna report shows its pictures and where it comes from', () => {
  const { code, stderr } = lacuna('report', path('b.zip'), '--out', path('r.html'));
  expect(stderr).toMatch(/r\.html: 3 PIEs of 4 images, 3 of them shown/);
  expect(code).toBe(0);
  const html = readFileSync(path('r.html'), 'utf8');
  expect(html.match(/<img src="data:image\/png/g)).toHaveLength(3);
  expect(html).toContain('opened from a bundle that was written on 2026-11-25');
  expect(html).toContain('Data: mine; Compared: a with b');
  expect(html).not.toContain('<script>');
});

test('lacuna convert takes one population out of it, classes by name', () => {
  expect(lacuna('convert', path('b.zip'), path('c.csv')).stderr).toMatch(
    /expected --population to name one of dense, compressed, null, got none/,
  );
  const { code } = lacuna('convert', path('b.zip'), path('c.csv'), '--population', 'compressed');
  expect(code).toBe(0);
  expect(readFileSync(path('c.csv'), 'utf8').split('\n').slice(0, 3)).toEqual([
    'image_id,model_id,prediction,label',
    '0,c-0,<b>a</b>,<b>a</b>',
    '1,c-0,b,b',
  ]);
});
