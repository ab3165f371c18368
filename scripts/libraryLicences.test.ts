import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { licencesOf, packageFolder } from './libraryLicences.mjs';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

describe('the licences of libraries', () => {
  it('are those of the package that a module lies in, none for our own', () => {
    expect(packageFolder('/a/node_modules/react/index.js')).toBe('/a/node_modules/react');
    expect(packageFolder('/a/node_modules/@stdlib/x/lib/y.js')).toBe('/a/node_modules/@stdlib/x');
    expect(packageFolder('/a/node_modules/b/node_modules/c/d.js')).toBe('/a/node_modules/b/node_modules/c');
    expect(packageFolder('/a/src/app/main.tsx')).toBeNull();
  });

  it('stand once a text, under the packages that they are of', () => {
    const text = licencesOf([`${modules}/react-dom`, `${modules}/react`, `${modules}/d3-path`]);
    expect(text).toMatch(/^d3-path [\d.]+ \(ISC\)\n\nCopyright/);
    expect(text).toMatch(/\nreact [\d.]+ \(MIT\)\nreact-dom [\d.]+ \(MIT\)\n\nMIT License\n/);
    expect(text.match(/MIT License/g)).toHaveLength(1);
  });
});
