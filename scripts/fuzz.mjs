// npm run fuzz -- [--times N] [--seed N] [PATH...]: draws N times as many cases as the tests do, 50 unless
// told, of every property of fast-check in the files whose paths contain one of PATH, all of them unless told.
// Each property has a seed of its own, drawn anew; fast-check prints it where one fails.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** A whole number from a flag; a sentence on stderr and the end where it is none. */
function wholeNumber(flag, text, least) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${flag}: expected a whole number from ${least}, got ${text}.`);
  process.exit(1);
}

const { values, positionals } = parseArgs({
  options: { times: { type: 'string', default: '50' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const env = { ...process.env, FUZZ_TIMES: String(wholeNumber('times', values.times, 1)) };
if (values.seed !== undefined) env.FUZZ_SEED = String(wholeNumber('seed', values.seed, -(2 ** 31)));

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((path) => /\.test\.tsx?$/.test(path) && readFileSync(path, 'utf8').includes("from 'fast-check'"))
  .filter((path) => positionals.length === 0 || positionals.some((part) => path.includes(part)));
if (files.length === 0) {
  console.error(`Expected files of tests with properties, found none in ${positionals.join(', ')}.`);
  process.exit(1);
}
const ran = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
  stdio: 'inherit',
  env,
});
process.exitCode = ran.status ?? 1;
