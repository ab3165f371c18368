// What networks would wait for with other caches: node bench/cacheModel.mjs [--network 'zoo 90%']
// [--gigabytes 10] [--rate 20] [--images 8]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

try {
  // The module does its work while it is imported: what it imports on the way is not found later.
  await runnerImport(fileURLToPath(new URL('./cacheModel/main.ts', import.meta.url)), {
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
