import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../results';
import type { PytorchResult } from '../trainingFigures';

const run = promisify(execFile);

/** PyTorch's training of the zoo's network on one core; null where Python has no PyTorch. */
export async function measurePytorch(
  root: string,
  { rounds, trainImages }: Settings,
): Promise<PytorchResult | null> {
  // A system's own Python has the packages of its distribution, others may stand before it.
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter((each) => each !== undefined);
  let python: string | null = null;
  for (const each of candidates) {
    if (await run(each, ['-c', 'import torch']).catch(() => null)) {
      python = each;
      break;
    }
  }
  if (python === null) return null;
  const script = join(root, 'bench/pytorch_training.py');
  const { stdout } = await run(python, [script, String(rounds), String(trainImages)]);
  return JSON.parse(stdout) as PytorchResult;
}
