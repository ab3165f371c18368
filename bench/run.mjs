// The bench: npm run bench -- [--json] [--save FILE] [--quick] [--members N] [--parts wasm,slider,...];
// --plot FILE draws a saved run.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(fileURLToPath(new URL('./node/main.ts', import.meta.url)), {
  root,
  configFile: false,
  logLevel: 'error',
});
try {
  process.exitCode = await module.main(process.argv.slice(2), root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
