import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servedFile, servedFiles } from './servedFiles.mjs';

let place: string;
let dist: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'served-'));
  dist = join(place, 'dist');
  mkdirSync(join(dist, 'assets', '.git'), { recursive: true });
  mkdirSync(join(place, 'dist-too'));
  writeFileSync(join(place, 'secret.txt'), 'secret');
  writeFileSync(join(place, 'dist-too', 'secret.txt'), 'secret');
  for (const file of [
    'index.html',
    'assets/a.js',
    'assets/.hidden',
    'assets/.git/config',
    '.env',
    'a b.txt',
  ]) {
    writeFileSync(join(dist, file), `content of ${file}`);
  }
  symlinkSync(join(place, 'secret.txt'), join(dist, 'out.txt'));
  symlinkSync(place, join(dist, 'up'));
  symlinkSync(join(dist, 'assets', 'a.js'), join(dist, 'inside.js'));
});
afterAll(() => rmSync(place, { recursive: true }));

test.each([
  ['/', 'index.html'],
  ['/?data=x#/judge', 'index.html'],
  ['/index.html', 'index.html'],
  ['/assets/a.js?v=1', 'assets/a.js'],
  ['/a%20b.txt', 'a b.txt'],
  ['/inside.js', 'assets/a.js'],
])('%s is served', (url, file) => {
  expect(servedFile(dist, '/', url)).toBe(join(dist, file));
});

test.each([
  '/missing.js',
  '/judge',
  '/assets',
  '/assets/',
  '/.env',
  '/%2eenv',
  '/assets/.hidden',
  '/assets/.git/config',
  '/out.txt',
  '/up/secret.txt',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/../dist-too/secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/index.html%00.png',
  '/%',
  '//index.html',
  'index.html',
])('%s is not', (url) => {
  expect(servedFile(dist, '/', url)).toBeNull();
});

describe.each(['/', '/papers/lacuna/'])('under %s', (base) => {
  let server: PreviewServer;
  beforeAll(async () => {
    const options = { configFile: false, root: place, base, plugins: [servedFiles()] } as const;
    server = await preview({ ...options, logLevel: 'silent', preview: { port: 0, host: 'localhost' } });
  });
  afterAll(() => server.close());

  /** Asked as it is written: `fetch` would resolve the dots itself. */
  function asked(path: string, method = 'GET'): Promise<{ status?: number; headers: object; text: string }> {
    const { port } = server.httpServer.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      get({ host: 'localhost', port, path, method }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      }).on('error', reject);
    });
  }

  test('files are served as what they are, to no frame', async () => {
    for (const [path, file] of [
      ['', 'index.html'],
      ['assets/a.js', 'assets/a.js'],
    ]) {
      const { status, headers, text } = await asked(base + path);
      expect({ status, text }).toEqual({ status: 200, text: `content of ${file}` });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/script-src 'self'.*frame-ancestors 'none'/),
      });
    }
  });

  test('what is missing, hidden or elsewhere is 404, under the same headers', async () => {
    for (const path of ['assets/b.js', '.env', 'up/secret.txt', '../../../secret.txt', 'judge']) {
      const { status, headers, text } = await asked(base + path);
      expect({ path, status, text }).toEqual({ path, status: 404, text: 'There is no such file here.\n' });
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    }
    expect((await asked(base, 'POST')).status).toBe(405);
    expect((await asked(`${base.slice(0, -1)}/index.html`, 'HEAD')).status).toBe(200);
  });

  test('the address above it leads to the page', async () => {
    const { status, headers } = await asked('/');
    expect(status).toBe(base === '/' ? 200 : 302);
    if (base !== '/') expect(headers).toMatchObject({ location: base });
  });
});
