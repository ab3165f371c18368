// The command line as plain modules for Node 20, with all that it needs inside, so that nothing else has to
// be installed with it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { libraryLicences } from './libraryLicences.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes main.mjs, wasm.worker.mjs and their chunks to the folder `outDir`, which is emptied first. */
export async function bundleCommandLine(outDir) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    plugins: [libraryLicences().page],
    build: {
      ssr: true,
      ssrEmitAssets: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: { main: join(root, 'src/cli/main.ts'), 'wasm.worker': join(root, 'src/cli/wasm.worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
}

if (process.argv[1] === import.meta.filename) {
  await bundleCommandLine(process.argv[2] ?? join(root, 'build/command'));
}
