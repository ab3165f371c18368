import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { createInProcessWasmDevice } from './inProcess';

const read = (name: string) => readFileSync(new URL(`./build/${name}.wasm`, import.meta.url));
const plain = read('plain');
const relaxed = read('relaxed');

// Node 20 has relaxed SIMD behind a flag.
if (!WebAssembly.validate(relaxed)) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** Both builds of the kernels as devices on this thread. */
export const testDevices = [
  { build: 'plain', device: await createInProcessWasmDevice({ plain, relaxed: plain }) },
  { build: 'relaxed', device: await createInProcessWasmDevice({ plain: relaxed, relaxed }) },
];
