// npm run check:architectures [NAME...]: architectures of the field at full size, run here and in PyTorch
// (bench/architectures/).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Logits may lie this far from PyTorch's, in shares of their spread. */
const APART = 1e-3;

if (process.argv[2] === '--one') {
  const { runnerImport } = await import('vite');
  const file = join(root, 'bench/architectures/check.ts');
  const { module } = await runnerImport(file, { root, configFile: false, logLevel: 'error' });
  await module.checkArchitecture(process.argv[3], process.argv[4], root);
} else {
  process.exitCode = main(process.argv.slice(2));
}

function main(names) {
  const python = ['/usr/bin/python3', 'python3'].find(
    (each) => spawnSync(each, ['-c', 'import torch']).status === 0,
  );
  if (!python) {
    console.error('Expected a Python with PyTorch to build the architectures with, got none.');
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-architectures-'));
  try {
    return compared(python, folder, names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compared(python, folder, names) {
  const made = spawnSync(python, [join(root, 'bench/architectures/make.py'), folder, ...names], {
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    console.error(`Expected PyTorch to write the architectures, got:\n${made.stderr}`);
    return 1;
  }
  let failures = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.answers.json'))) {
    const name = file.replace('.answers.json', '');
    const args = [fileURLToPath(import.meta.url), '--one', folder, name];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) {
      failures++;
      console.log(`${name}: ${stderr.trim().split('\n')[0]}`);
      continue;
    }
    const { side, description, onnx, megabytes } = JSON.parse(stdout.trim().split('\n').at(-1));
    const routes = Object.entries({ description, onnx }).map(
      ([route, { apart, labels, seconds }]) =>
        `${route} ${apart.toExponential(1)} apart, ${labels} labels differ, ${seconds.toFixed(1)} s`,
    );
    const isExact = [description, onnx].every(({ apart }) => apart <= APART);
    if (!isExact) failures++;
    console.log(
      `${name} (${side} x ${side}): ${routes.join('; ')}; ${Math.round(megabytes)} ` +
        `MB${isExact ? '' : '; too far'}`,
    );
  }
  return failures === 0 ? 0 : 1;
}
