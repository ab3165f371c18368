import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Browser } from '@playwright/test';
import type { Settings } from '../results';
import type { PytorchResult } from '../trainingFigures';
import { runPart } from './browser';
import { withinTime } from './withinTime';

const run = promisify(execFile);

/** Minutes that PyTorch may take for an answer: an epoch takes seconds, at first it tries several batches. */
const PATIENCE = 15;

/**
 * Training of the zoo's network on one core, ours and PyTorch's by turns: each waits while the other runs.
 * Null where Python has no PyTorch.
 */
export async function measurePytorch(
  root: string,
  browser: Browser,
  url: string,
  settings: Settings,
): Promise<PytorchResult | null> {
  // A system's own Python has the packages of its distribution, others may stand before it.
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter((each) => each !== undefined);
  let python: string | null = null;
  for (const each of candidates) {
    if (await run(each, ['-c', 'import torch'], { timeout: 60_000 }).catch(() => null)) {
      python = each;
      break;
    }
  }
  if (python === null) return null;
  const script = join(root, 'bench/pytorch_training.py');
  const peer = spawn(python, [script, String(settings.trainImages)], { stdio: ['pipe', 'pipe', 'inherit'] });
  // That it ended is told by the turn that waits for it.
  for (const each of [peer, peer.stdin]) each.on('error', () => {});
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await withinTime(
      lines.next(),
      PATIENCE * 60_000,
      `Expected PyTorch to answer within ${PATIENCE} minutes.`,
    );
    if (done) throw new Error('Expected PyTorch to go on, but its process ended.');
    return JSON.parse(value);
  };
  try {
    const facts: Pick<PytorchResult, 'version' | 'batch' | 'tried'> = await answer();
    const turn = (kind: 'dense' | 'masked'): Promise<number> => {
      peer.stdin.write(`${kind}\n`);
      return answer();
    };
    const rounds = await runPart(browser, url, 'pytorch', settings, {
      before: async (page) => void (await page.exposeFunction('pytorch', turn)),
    });
    return { ...facts, ...rounds };
  } finally {
    peer.kill('SIGKILL');
  }
}
