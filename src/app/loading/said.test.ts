import { expect, test } from 'vitest';
import { said } from './said';

test.each([
  'Failed to fetch dynamically imported module: https://host.example/assets/analyses-1.js',
  'error loading dynamically imported module: https://host.example/assets/analyses-1.js',
  'Importing a module script failed.',
])('of "%s" a reader is told what to do', (message) => {
  expect(said(new TypeError(message))).toMatch(/^A part of this page could not be loaded: its server/);
});

test('any other error speaks for itself', () => {
  expect(said(new Error('a.csv: expected rows, got none.'))).toBe('a.csv: expected rows, got none.');
  expect(said('stopped')).toBe('stopped');
});
