import { expect, test, vi } from 'vitest';
import { httpSource, readAll } from '../../library/fetchFile';
import { said } from './said';

test.each([
  'Failed to fetch dynamically imported module: https://host.example/assets/analyses-1.js',
  'error loading dynamically imported module: https://host.example/assets/analyses-1.js',
  'Importing a module script failed.',
])('of "%s" a reader is told what to do', (message) => {
  expect(said(new TypeError(message))).toMatch(/^A part of this page could not be loaded: its server/);
});

test('of a file whose server does not answer a reader is told what can be kept, and where', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const had = readAll(httpSource, 'https://host.example/zoo/', 'a.gz', 9).catch(said);
  expect(await had).toBe(
    'a.gz: expected an answer from host.example, got none; check the connection and try again. ' +
      'With a network, the page Yours can keep whole datasets for use without one.',
  );
  vi.unstubAllGlobals();
});

test('any other error speaks for itself', () => {
  expect(said(new Error('a.csv: expected rows, got none.'))).toBe('a.csv: expected rows, got none.');
  expect(said('stopped')).toBe('stopped');
});
