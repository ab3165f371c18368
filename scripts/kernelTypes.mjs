// The exports of the WebAssembly kernels as TypeScript sees them, by their sources in AssemblyScript.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../src/engine/wasm/kernels/', import.meta.url));

/** Where the types stand. */
export const TYPES = fileURLToPath(new URL('../src/engine/wasm/kernelExports.ts', import.meta.url));

/** What a number of AssemblyScript is on this side. */
const NUMBERS = {
  usize: 'number',
  i32: 'number',
  u32: 'number',
  f32: 'number',
  bool: 'boolean',
  void: 'void',
};

const WIDTH = 110;

const HEAD = `/**
 * The kernels' exports, written by \`scripts/build-kernels.mjs\` from kernels/*.as.ts, which describe them.
 * Every address and extent is in bytes unless it counts things.
 */
export type KernelExports = {
  memory: WebAssembly.Memory;
`;

/** The sources by file name. */
export function kernelSources() {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.as.ts'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(SOURCES, name), 'utf8')]));
}

/** A file of TypeScript with the type of what `index.as.ts` exports. */
export function kernelTypes(sources) {
  const index = sources['index.as.ts'];
  const own = [...index.matchAll(/^export function (\w+)/gm)].map(([, name]) => ['index', name]);
  const others = [...index.matchAll(/^export \{([^}]*)\} from '\.\/(\w+)\.as';/gm)].flatMap(
    ([, names, file]) => names.split(',').map((name) => [file, name.trim()]),
  );
  const lines = [...own, ...others]
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([file, name]) => declaration(name, sources[`${file}.as.ts`] ?? '', file));
  return `${HEAD}${lines.join('\n')}\n};\n`;
}

function declaration(name, source, file) {
  const found = new RegExp(`^export function ${name}\\(([^)]*)\\): (\\w+) \\{`, 'm').exec(source);
  if (!found) throw new Error(`Expected a function ${name} in ${file}.as.ts, got none.`);
  const typeOf = (type) => {
    if (NUMBERS[type]) return NUMBERS[type];
    throw new Error(`Expected a number in ${name} of ${file}.as.ts, got ${type}.`);
  };
  const parameters = found[1]
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => each.split(': '))
    .map(([own, type]) => `${own}: ${typeOf(type)}`);
  const result = typeOf(found[2]);
  const line = `  ${name}(${parameters.join(', ')}): ${result};`;
  if (line.length <= WIDTH) return line;
  return [`  ${name}(`, ...parameters.map((each) => `    ${each},`), `  ): ${result};`].join('\n');
}
