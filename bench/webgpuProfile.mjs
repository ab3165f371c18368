// Where the processor time of a run or of a training step on a software adapter goes: node
// bench/webgpuProfile.mjs --help
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// What waits for the adapter does not keep Node from ending.
const awake = setInterval(() => {}, 1000);
try {
  // The module does its work while it is imported: what it imports on the way is not found later.
  await runnerImport(fileURLToPath(new URL('./webgpuProfile/main.ts', import.meta.url)), {
    root,
    configFile: false,
    logLevel: 'error',
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  clearInterval(awake);
}
