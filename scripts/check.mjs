// Types, lint and formatting, import rules, unused code: all at once, the failing ones' output shown.
import { spawn } from 'node:child_process';

const checks = {
  types: ['tsc'],
  lint: ['biome', 'check', '--error-on-warnings', '.'],
  imports: ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'],
  unused: ['knip'],
};

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(`node_modules/.bin/${command}`, args, { env: { ...process.env, FORCE_COLOR: '0' } });
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
