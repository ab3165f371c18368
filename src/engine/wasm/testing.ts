import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { createInProcessWasmDevice } from './inProcess';
import { instantiateKernels } from './kernels';

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

/** The plain build, compiled. */
export const plainModule = await WebAssembly.compile(plain);

/** Both builds of the kernels, instantiated. */
export const testKernels = [
  { build: 'plain', kernels: await instantiateKernels(plainModule) },
  { build: 'relaxed', kernels: await instantiateKernels(await WebAssembly.compile(relaxed)) },
];
