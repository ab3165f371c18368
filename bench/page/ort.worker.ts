import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { Prepared } from './engine';
import { createOrt } from './ort';
import { countWorkers } from './workers';

/** Some members of a population for one worker; then any other message asks for a run. */
export type OrtShare = { base: string; population: Population; shard: Shard; batch: number };

countWorkers();

let prepared: Prepared | null = null;

self.onmessage = async ({ data }: MessageEvent<OrtShare | 'run'>) => {
  if (data === 'run') {
    self.postMessage(await prepared?.run());
    return;
  }
  const { base, population, shard, batch } = data;
  const engine = await createOrt('wasm', base, 1, [batch]);
  prepared = await engine.prepare(population, shard, batch);
  self.postMessage('ready');
};
