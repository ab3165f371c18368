// npm run check:onnx [COUNT] [FIRST SEED]: random ONNX networks, ours against onnxruntime's answers
// (src/cli/randomOnnx.test.ts).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [count = '1000', first = '1'] = process.argv.slice(2);
if (![count, first].every((value) => /^[1-9]\d{0,8}$/.test(value))) {
  console.error(`Expected a count and a first seed, whole numbers from 1, got ${count} and ${first}.`);
  process.exit(2);
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'cli', 'src/cli/randomOnnx.test.ts', '--silent=false'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ONNX_GRAPHS: count, ONNX_SEED: first },
    // onnxruntime says on stderr which files it does not run: they are counted.
    stdio: ['ignore', 'inherit', 'ignore'],
  },
);
process.exit(status ?? 1);
