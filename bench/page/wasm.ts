import { planSteps } from '../../src/engine/plan';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { spreadOf } from '../../src/model/measurements';
import type { EngineResult, Settings, WasmResult } from '../results';
import { expectSame } from './engine';
import { type Contender, contend } from './measure';
import { createOrt } from './ort';
import { createOrtPerCore } from './ortPerCore';
import { createOurs, labelsOf } from './ours';
import { createPeak, hasRelaxedSimd } from './peak';
import { createTfjsWasm } from './tfjsWasm';
import { workersStarted } from './workers';
import { type BenchZoo, cut, firstMembers } from './zoo';

const PEAK_MS = 300;
const BATCHES = [16, 64, 128, 256];

/**
 * Ours, onnxruntime-web and tfjs on WebAssembly with equal threads, in turns, and the peak of the same cores
 * in each round.
 */
export async function measureWasm(zoo: BenchZoo, settings: Settings, ortBase: string): Promise<WasmResult> {
  const { images, peerImages, peerMembers, rounds, threads } = settings;
  if (!crossOriginIsolated) {
    throw new Error('Expected a cross-origin isolated page: without it other libraries fall to one thread.');
  }
  const before = workersStarted();
  const simd = (await hasRelaxedSimd()) ? 'relaxed' : 'plain';
  const device = await createWasmDevice({ threads });
  await labelsOf(device, zoo.dense, cut(zoo.shard, 64));
  expectSame('lacuna', 'workers', threads, workersStarted() - before);
  const ours = createOurs(device, { threads, simd });
  const ort = await createOrt('wasm', ortBase, threads, BATCHES);
  const perCore = createOrtPerCore(ortBase, threads, BATCHES);
  const tfjs = await createTfjsWasm(threads, BATCHES);
  const peak = await createPeak(threads);
  const contenders: Contender[] = [];
  for (const population of [zoo.dense, zoo.sparse]) {
    if (!population) continue;
    const few = await firstMembers(zoo, population, peerMembers);
    contenders.push(await contend(ours, zoo, population, images));
    contenders.push(await contend(ort, zoo, few, peerImages));
    contenders.push(await contend(perCore, zoo, few, peerImages));
    contenders.push(await contend(tfjs, zoo, few, peerImages));
  }
  const peaks: number[] = [];
  await peak.measure(PEAK_MS);
  for (let round = 0; round < rounds; round++) {
    peaks.push(await peak.measure(PEAK_MS));
    for (const contender of contenders) await contender.round();
  }
  const engines: EngineResult[] = contenders.map((contender) => contender.result());
  for (const contender of contenders) contender.release();
  for (const engine of [ours, ort, perCore, tfjs, peak]) engine.close();
  return {
    engines,
    peak: { simd, rounds: peaks, spread: spreadOf(peaks) },
    multiplyAddsPerImage: planSteps(zoo.dense.architecture).multiplyAdds,
  };
}
