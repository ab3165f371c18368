// Types, lint and formatting, import rules, unused code: all at once, the failing ones' output shown.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The native compiler checks types in a fifth of the time; dependency-cruiser reads TypeScript with the one
 * written in JavaScript.
 */
const checks = {
  types: ['typescript-native/bin/tsc'],
  lint: ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  imports: ['dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs'],
  unused: ['knip/bin/knip.js'],
};
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

function run([script, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${modules}${script}`, ...args], {
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => resolve({ code, output }));
  });
}

const results = await Promise.all(
  Object.entries(checks).map(async ([name, command]) => ({ name, ...(await run(command)) })),
);
const failed = results.filter((result) => result.code !== 0);
for (const { name, output } of failed) process.stdout.write(`--- ${name}\n${output}\n`);
console.log(failed.length === 0 ? 'check: clean' : `check: ${failed.map((f) => f.name).join(', ')} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
