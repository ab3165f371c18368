// The quality of networks trained in a browser: node bench/quality.mjs [--members 10] [--epochs 7] [--images
// 60000] [--save FILE]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(fileURLToPath(new URL('./quality/main.ts', import.meta.url)), {
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
