import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Request, Response } from './protocol';
import { serve } from './serve';

const module = await WebAssembly.compile(readFileSync(new URL('./build/plain.wasm', import.meta.url)));

const request = (id: number, costs: Request['costs']): Request => ({
  kind: 'job',
  id,
  costs,
  forget: [],
  keep: [],
  job: { kind: 'run', member: 'nobody', images: 'i', start: 0, count: 16, logits: false, more: false },
});

/** What a worker posts when it gets two jobs, the first with `costs`. */
async function posted(costs: Request['costs']): Promise<string[][]> {
  const responses: Response[] = [];
  const handle = serve((response) => responses.push(response));
  await handle({ kind: 'start', module });
  await Promise.all([handle(request(0, costs)), handle(request(1, null))]);
  return responses.map((response) => [String(response.id), ...Object.keys(response).slice(1)]);
}

it('measures what the kernels cost once, and says so before the first answer', async () => {
  expect(await posted(null)).toEqual([
    ['0', 'costs'],
    ['0', 'error'],
    ['1', 'error'],
  ]);
});

it('measures nothing where the first job says what the kernels cost', async () => {
  expect(await posted({ tap: 1, entry: 0.3 })).toEqual([
    ['0', 'error'],
    ['1', 'error'],
  ]);
});
