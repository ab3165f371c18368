import { readdirSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const kernels = 'src/engine/**/*.test.ts';

/** Tests that put modules of their own in place of the project's: each needs all modules anew. */
const replacing = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((path) => /\.test\.tsx?$/.test(path) && readFileSync(path, 'utf8').includes('vi.mock('));

// Where it is not set, a part of the Vulkan loader that no kernel needs says that as an error.
process.env.XDG_RUNTIME_DIR ??= tmpdir();

/** How many times the cases of a property `scripts/fuzz.mjs` draws; none where it does not run. */
const fuzzTimes = process.env.FUZZ_TIMES;

/** What stands in a test as its number of cases, so many times. */
const moreCases = {
  name: 'more-cases',
  transform: (code: string, id: string) =>
    /\.test\.tsx?$/.test(id) ? code.replace(/\bnumRuns: (\d+)/g, `numRuns: $1 * ${fuzzTimes}`) : undefined,
};

/** A test that hangs ends some time; none is failed for a busy machine. */
const slow = { testTimeout: fuzzTimes ? 0 : 120_000, hookTimeout: 120_000 };

export default defineConfig({
  plugins: fuzzTimes ? [moreCases] : [],
  test: {
    // Files share their modules, which takes half of the time: a test leaves nothing behind that another
    // could see.
    isolate: false,
    // Vitest leaves one core free, which on two is half of the machine.
    maxWorkers: Math.max(1, Math.min(2, cpus().length)),
    ...slow,
    setupFiles: ['scripts/properties.mjs'],
    // TensorFlow.js advertises its package for Node; these tests hold its results to the reference's.
    onConsoleLog: (log) => !log.includes('looks like you are running TensorFlow.js in Node.js'),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [kernels, 'src/cli/**', ...replacing],
        },
      },
      { extends: true, test: { name: 'replacing', include: replacing, isolate: true } },
      {
        extends: true,
        test: {
          name: 'kernels',
          include: [kernels],
          // Their modules name each other without endings, which Node by itself does not find.
          server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/] } },
        },
      },
      { extends: true, test: { name: 'cli', include: ['src/cli/**/*.test.ts'] } },
    ],
  },
});
