// Compiles the AssemblyScript kernels twice, with and without relaxed SIMD, into src/engine/wasm/build/; does
// nothing when both are newer than every source. The types of their exports are written where they changed.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelSources, kernelTypes, TYPES } from './kernelTypes.mjs';

const root = fileURLToPath(new URL('../src/engine/wasm/', import.meta.url));
const sources = join(root, 'kernels');
const builds = { plain: [], relaxed: ['--enable', 'relaxed-simd'] };

const time = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newest = Math.max(
  time(fileURLToPath(import.meta.url)),
  ...readdirSync(sources).map((name) => time(join(sources, name))),
);
const output = (name) => join(root, 'build', `${name}.wasm`);

if (Object.keys(builds).some((name) => time(output(name)) <= newest)) {
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(join(root, 'build'), { recursive: true });
  for (const [name, features] of Object.entries(builds)) {
    const { error, stderr } = await asc.main([
      join(sources, 'index.as.ts'),
      ...['--outFile', output(name), '--runtime', 'stub', '--optimizeLevel', '3', '--noAssert'],
      ...['--enable', 'simd', ...features],
    ]);
    if (error) throw new Error(`The ${name} kernels do not compile: ${error.message}\n${stderr}`);
  }
}

const types = kernelTypes(kernelSources());
if (!existsSync(TYPES) || readFileSync(TYPES, 'utf8') !== types) writeFileSync(TYPES, types);
