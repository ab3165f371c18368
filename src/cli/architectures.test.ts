import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runReference } from '../engine/reference';
import { readNetworkDescription, readPopulation } from '../formats/network/description';
import { readOnnxNetwork } from '../formats/network/onnx';
import { stackNetworks } from '../formats/network/population';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../formats/fixtures/architectures/${name}`, import.meta.url)));
const text = (name: string) => new TextDecoder().decode(fixture(name));

const { images, side, logits, mean, std } = JSON.parse(text('answers.json')) as {
  images: number[];
  side: number;
  mean: number[];
  std: number[];
  logits: Record<string, number[][]>;
};
const count = images.length / (3 * side * side);
const shard: Shard = {
  id: 'fixture',
  count,
  height: side,
  width: side,
  channels: 3,
  images: Uint8Array.from(images),
  labels: new Uint16Array(count),
  classes: [...'abcdefghij'],
};

function expectAnswers(population: Population, expected: number[]) {
  const answers = runReference(population, shard).logits;
  const spread = Math.max(...expected) - Math.min(...expected);
  expect(answers.length).toBe(expected.length);
  const worst = Math.max(...expected.map((value, at) => Math.abs(answers[at] - value)));
  expect(worst / spread).toBeLessThan(1e-4);
}

describe('the architectures of the field answer here as in PyTorch', () => {
  describe.each(Object.keys(logits))('%s', (name) => {
    test('as the code in docs/formats.md writes it', () => {
      const description = readNetworkDescription(text(`${name}.json`), `${name}.json`);
      const file = `${name}.safetensors`;
      expectAnswers(readPopulation(description, [{ file, bytes: fixture(file) }]), logits[name].flat());
    });

    test('as ONNX', () => {
      const file = `${name}.onnx`;
      const network = readOnnxNetwork(fixture(file), file, { normalisation: { mean, std } });
      expectAnswers(stackNetworks([{ id: name, file, network }]), logits[name].flat());
    });
  });
});

/** A Python that has PyTorch, if there is one. */
const python = ['/usr/bin/python3', 'python3'].find(
  (each) => spawnSync(each, ['-c', 'import torch']).status === 0,
);

/**
 * The test that needs a Python with PyTorch is there only where one is: elsewhere the kept descriptions are
 * what is compared.
 */
const whereTorchIs: typeof test | ((...args: Parameters<typeof test>) => void) = python ? test : () => {};

whereTorchIs('the code in docs/formats.md, run now, writes what is kept and names all it refuses', () => {
  const script = fileURLToPath(new URL('../formats/fixtures/make_architectures.py', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-'));
  const names = Object.keys(logits);
  const { status, stdout, stderr } = spawnSync(python!, [script, folder, ...names], { encoding: 'utf8' });
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  for (const name of names) {
    const now = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    expect(now, name).toEqual(JSON.parse(text(`${name}.json`)));
  }
  expect(stdout.trim()).toBe(
    'expected operations that are supported, got up (ConvTranspose2d is not supported); norm (GroupNorm is ' +
      'not supported); attention (MultiheadAttention is not supported); recurrent (LSTM is not supported)',
  );
});
