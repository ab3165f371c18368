import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings, WebGpuResult } from '../results';
import { buildDeno } from './build';

/** Debian's llvmpipe. */
const LLVMPIPE = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';

/**
 * Runs our WebGPU device and tfjs-webgpu in Deno, on llvmpipe or, with `adapter` "system", on what the
 * machine offers. Null where llvmpipe is missing.
 */
export async function measureInDeno(
  root: string,
  adapter: 'software' | 'system',
  settings: Settings,
): Promise<WebGpuResult | null> {
  if (adapter === 'software' && !existsSync(LLVMPIPE)) return null;
  const script = await buildDeno(root);
  const zoo = join(root, 'public/zoo/fashion-mnist/');
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/deno/bin.cjs'),
      'run',
      '-A',
      '--unstable-webgpu',
      script,
      zoo,
      JSON.stringify(settings),
    ],
    {
      env: { ...process.env, ...(adapter === 'software' ? { VK_ICD_FILENAMES: LLVMPIPE } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let complaints = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    complaints += data;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const line = output.split('\n').find((each) => each.startsWith('{'));
  if (code !== 0 || !line) {
    throw new Error(`Deno ended with ${code}: ${complaints.trim().split('\n').slice(0, 3).join(' ')}`);
  }
  return JSON.parse(line) as WebGpuResult;
}
