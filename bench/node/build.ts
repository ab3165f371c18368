import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

const time = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Compiles the peak kernel as scripts/build-kernels.mjs compiles ours: plain and with relaxed SIMD. */
function buildPeak(root: string): void {
  const source = join(root, 'bench/page/peak.as.ts');
  const folder = join(root, 'bench/build');
  const builds = { plain: [], relaxed: ['--enable', 'relaxed-simd'] };
  mkdirSync(folder, { recursive: true });
  for (const [name, features] of Object.entries(builds)) {
    const output = join(folder, `${name}.wasm`);
    if (time(output) > time(source)) continue;
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(
      process.execPath,
      [
        compiler,
        source,
        ...['--outFile', output, '--runtime', 'stub', '--optimizeLevel', '3', '--noAssert'],
        ...['--enable', 'simd', ...features],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
}

/**
 * Builds the explorer and the bench page into one folder, and returns it. Numbers are taken from this build,
 * never from a dev server.
 */
export async function buildPages(root: string): Promise<string> {
  buildPeak(root);
  execFileSync('npm', ['run', '-s', 'kernels'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const outDir = join(root, '.cache/bench/site');
  // Vite's runner, which loaded this, says development; React would be built as its developers need it, not
  // its readers.
  process.env.NODE_ENV = 'production';
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      // tfjs hands the source of its functions to its threads.
      minify: false,
      chunkSizeWarningLimit: 1e6,
      rollupOptions: { input: { app: join(root, 'index.html'), bench: join(root, 'bench/page/index.html') } },
    },
  });
  return outDir;
}

/** Bundles the part that runs in Deno, and returns the script. */
export async function buildDeno(root: string): Promise<string> {
  const outDir = join(root, '.cache/bench/deno');
  const config: InlineConfig = {
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'webworker' },
    build: {
      ssr: join(root, 'bench/deno/main.ts'),
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'es2023',
      rollupOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  };
  await build(config);
  return join(outDir, 'main.mjs');
}
