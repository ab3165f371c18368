// Where the time of a training step goes, and at what share of the peak: node bench/trainingProfile.mjs
// [--steps 10] [--rounds 10] [--batch 256] [--json]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(fileURLToPath(new URL('./trainingProfile/main.ts', import.meta.url)), {
  root,
  configFile: false,
  logLevel: 'error',
});
try {
  await module.main(process.argv.slice(2), root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
