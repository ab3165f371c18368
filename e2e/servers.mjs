// The servers of the end-to-end tests in one process. They serve the built page with a small zoo, the same
// with the shipped one under a sub-path, and the engine's own modules one by one.
import { cpSync, rmSync } from 'node:fs';
import { sep } from 'node:path';
import { createServer, preview } from 'vite';
import { writeSmallZoo } from './smallZoo.mjs';

const port = Number(process.argv[2]);
const SITE = `.cache/e2e-site-${port}`;

rmSync(SITE, { recursive: true, force: true });
cpSync('dist', SITE, { recursive: true, filter: (path) => !path.split(sep).includes('zoo') });
writeSmallZoo('dist/zoo', `${SITE}/zoo`, { members: 8, images: 2000, calibration: 250, training: 2000 });

const listen = (at, base, outDir) =>
  preview({
    base,
    build: { outDir },
    preview: { port: at, strictPort: true, host: 'localhost', allowedHosts: true },
  });
const modules = await createServer({
  logLevel: 'error',
  // Nothing changes while the tests run, and nothing of what they import is a package.
  server: { port: port + 3, strictPort: true, host: 'localhost', watch: null, hmr: false },
  optimizeDeps: { noDiscovery: true, include: [] },
});
await Promise.all([
  listen(port + 1, '/', SITE),
  listen(port + 2, '/papers/lacuna/', 'dist'),
  modules.listen(),
]);
// The last one: that it answers says that all do.
await listen(port, '/', SITE);
