import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelSources, kernelTypes, TYPES } from './kernelTypes.mjs';

test('the types of the kernels are those of their sources: `npm run kernels` writes them anew', () => {
  expect(kernelTypes(kernelSources())).toBe(readFileSync(TYPES, 'utf8'));
});

test('what an index exports has to be there, and to take numbers', () => {
  const index = "export { a } from './b.as';\n";
  const typed = (source: string) => kernelTypes({ 'index.as.ts': index, 'b.as.ts': source });
  expect(typed('export function a(at: usize, is: bool): f32 {\n')).toContain(
    '\n  a(at: number, is: boolean): number;\n',
  );
  expect(() => typed('')).toThrow('Expected a function a in b.as.ts, got none.');
  expect(() => typed('export function a(at: v128): void {\n')).toThrow('a number in a of b.as.ts, got v128');
});
