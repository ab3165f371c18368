// Compiles the AssemblyScript kernels twice, with and without relaxed SIMD, into src/engine/wasm/build/; does
// nothing when both are newer than every source. asc declares their exports in kernelExports.d.ts.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../src/engine/wasm/', import.meta.url));
const sources = join(root, 'kernels');
const types = join(root, 'kernelExports.d.ts');
const builds = { plain: ['--bindings', 'raw'], relaxed: ['--enable', 'relaxed-simd'] };

const time = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newest = Math.max(
  time(fileURLToPath(import.meta.url)),
  ...readdirSync(sources).map((name) => time(join(sources, name))),
);
const output = (name) => join(root, 'build', `${name}.wasm`);

/** The same with long lines broken after a comma. */
const folded = (text) =>
  text.replace(/^.{111,}$/gm, (line) => line.replace(/(.{1,100},) (?=.)/g, '$1\n    '));

/** Of the bindings the declarations alone are wanted, without comments that say their types again. */
function writeFile(name, content, base) {
  if (name.endsWith('.wasm')) writeFileSync(join(base, name), content);
  if (!name.endsWith('.d.ts')) return;
  const declared = folded(content.replace(/ *\/\*\*.*?\*\/\n/gs, ''));
  if (!existsSync(types) || readFileSync(types, 'utf8') !== declared) writeFileSync(types, declared);
}

if (!existsSync(types) || Object.keys(builds).some((name) => time(output(name)) <= newest)) {
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(join(root, 'build'), { recursive: true });
  for (const [name, own] of Object.entries(builds)) {
    const { error, stderr } = await asc.main(
      [
        'kernels/index.as.ts',
        ...['--baseDir', root, '--outFile', `build/${name}.wasm`, '--runtime', 'stub'],
        ...['--optimizeLevel', '3', '--noAssert', '--enable', 'simd', ...own],
      ],
      { writeFile },
    );
    if (error) throw new Error(`The ${name} kernels do not compile: ${error.message}\n${stderr}`);
  }
}
