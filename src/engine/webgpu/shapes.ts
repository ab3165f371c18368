// Which shape of dense convolutions runs on an adapter: measured when it opens, and remembered.

import { chooseShape, ROUNDS, type TileChoice, type TileShape, tileChoice } from '../../model/tileShapes';
import type { Clock } from './clock';
import { MANY, prepareProbe } from './costs';
import type { Operation } from './failure';
import type { Gpu } from './gpu';
import { compilePrograms, compileShape, lanesOf, type Programs } from './programs';

/** What was measured of an adapter, kept by the host as a text; neither call ever rejects. */
export type ShapeMemory = {
  read(adapter: string): Promise<string | null>;
  write(adapter: string, text: string): Promise<void>;
};

/** The shapes to try, the usual one first. A processor has fewer registers, and compiles each for long. */
export function tileShapes(software: boolean): TileShape[] {
  const lanes = lanesOf(software);
  const usual = { images: 8, channels: 16, lanes };
  const narrow = { ...usual, channels: 8 };
  return software
    ? [usual, narrow]
    : [usual, narrow, { ...usual, images: 4 }, { ...usual, lanes: lanes / 2 }];
}

/**
 * A round of one candidate runs the layer so often that the usual shape takes about so long (ms), but at most
 * so many times.
 */
const roundLength = 4;
const mostRepeats = 256;

/** After so long (ms) no round begins. */
const patience = (software: boolean) => (software ? 400 : 250);

/** [candidate][round] in ms, none of a candidate that does not run here; and the multiply-adds of a round. */
type Measured = { times: number[][]; work: number };

/**
 * Times one small layer in every shape, in turns, for some tens of milliseconds; fewer rounds than `ROUNDS`
 * where these take too long. `programs` has the first shape.
 */
async function measureShapes(
  { device, software }: Pick<Gpu, 'device' | 'software'>,
  programs: Programs,
  candidates: readonly TileShape[],
  clock: Clock,
  opening: Operation,
): Promise<Measured> {
  const size = software ? { members: 1, images4: 16 } : { members: 8, images4: 128 };
  const compiled = await Promise.all(
    candidates.map(async (shape) => {
      if (shape === programs.shape) return programs;
      const shaped = await compileShape(device, shape, programs.lanes, opening).catch(() => null);
      opening.check();
      return shaped && { ...programs, ...shaped };
    }),
  );
  const probes = compiled.map(
    (own) => own && prepareProbe({ device, programs: own }, MANY, 'dense', 1, size),
  );
  try {
    // The first run of each compiles what is left to compile.
    for (const probe of probes) await opening.wait(probe?.run() ?? Promise.resolve(0));
    const usual = probes[0]!;
    let repeats = 1;
    while (repeats < mostRepeats && (await opening.wait(usual.run(repeats))) < roundLength) repeats *= 2;
    const times: number[][] = candidates.map(() => []);
    const end = clock.now() + patience(software);
    for (let round = 0; round < ROUNDS && clock.now() < end; round++) {
      for (const [index, probe] of probes.entries()) {
        if (probe) times[index].push(await opening.wait(probe.run(repeats)));
      }
    }
    return { times, work: repeats * usual.work };
  } finally {
    for (const probe of probes) probe?.destroy();
  }
}

/** What `writeMeasured` wrote of these candidates; null for anything else. */
export function readMeasured(text: string | null, candidates: readonly TileShape[]): Measured | null {
  try {
    const { shapes, times, work } = JSON.parse(text ?? 'null') ?? {};
    const isTime = (value: unknown) => typeof value === 'number' && value > 0;
    const isRow = (row: unknown) =>
      Array.isArray(row) && (row.length === 0 || row.length === ROUNDS) && row.every(isTime);
    const isSame = JSON.stringify(shapes) === JSON.stringify(candidates);
    const isWhole = Array.isArray(times) && times.length === candidates.length && times.every(isRow);
    return isSame && isWhole && isTime(work) && times[0].length > 0 ? { times, work } : null;
  } catch {
    return null;
  }
}

/** What was measured as a text for a `ShapeMemory`. */
export function writeMeasured({ times, work }: Measured, candidates: readonly TileShape[]): string {
  return JSON.stringify({ shapes: candidates, times, work });
}

/**
 * Compiles every kernel. Dense convolutions have the shape that `memory` remembers of this adapter or, where
 * it remembers none, the one that is the fastest here. Without a `memory` they have the usual one.
 */
export async function openPrograms(
  gpu: Gpu,
  memory: ShapeMemory | undefined,
  clock: Clock,
  opening: Operation,
): Promise<{ programs: Programs; tiles: TileChoice | null }> {
  const { device, software, info } = gpu;
  const candidates = tileShapes(software);
  if (!memory) {
    return { programs: await compilePrograms(device, software, candidates[0], opening), tiles: null };
  }
  const adapter = [info.vendor, info.architecture, info.device, info.description].join(', ');
  const known = readMeasured(await opening.wait(memory.read(adapter)), candidates);
  const first = candidates[known ? chooseShape(known.times) : 0];
  const programs = await compilePrograms(device, software, first, opening);
  const measured = known ?? (await measureShapes(gpu, programs, candidates, clock, opening));
  const tiles = tileChoice(candidates, measured.times, measured.work, known !== null);
  // What was not timed in full is measured again on the next visit.
  if (!known && tiles.speed) void memory.write(adapter, writeMeasured(measured, candidates));
  if (tiles.shape === programs.shape) return { programs, tiles };
  const shaped = await compileShape(device, tiles.shape, programs.lanes, opening);
  return { programs: { ...programs, ...shaped }, tiles };
}
