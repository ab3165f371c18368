import {
  crossover,
  type DeviceFigures,
  type DeviceOffer,
  type LevelFigures,
} from '../../model/deviceFigures';
import type { Spread } from '../../model/measurements';
import type { TileChoice } from '../../model/tileShapes';
import { capital, count, decimal, noun, percent } from '../../text/format';

/** The device in use, for people, and its speed: images a second through one dense network. */
export type DeviceInUse = {
  name: string;
  description: string;
  reason: string;
  speed: { imagesPerSecond: number; source: 'warm-up' | 'run' } | null;
  tiles: TileChoice | null;
};

/** What the figures were measured with. */
export type Machine = { browser: string; cores: number };

/** A number with three figures that count: 20,100 or 4.62. */
export function three(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded >= 100 ? count(rounded) : decimal(rounded, rounded >= 10 ? 1 : 2);
}

/** A median with the least and most it was seen at. */
export function spread({ median, least, most, runs }: Spread, unit: string): string {
  return `${three(median)} ${unit} (${three(least)} to ${three(most)}, n = ${runs})`;
}

/** A device's speed and where it comes from. */
export function speedSentence({ speed }: DeviceInUse): string {
  if (!speed) return 'Its speed is measured once the page is at rest.';
  const source = speed.source === 'run' ? 'in the last run' : 'when the page had come to rest';
  return (
    `${three(speed.imagesPerSecond)} images a second through one dense network, every core busy, ` +
    `measured here ${source}.`
  );
}

/** A population by what was removed. */
export function levelName({ removed }: LevelFigures): string {
  return removed === 0 ? 'dense' : `${percent(removed, 0)} removed`;
}

function fastestSparse(figures: readonly DeviceFigures[]): [DeviceFigures, LevelFigures] | null {
  const [best] = figures
    .flatMap((device) => device.levels.map((level): [DeviceFigures, LevelFigures] => [device, level]))
    .filter(([, { ratio }]) => ratio !== null)
    .sort(([, a], [, b]) => b.imagesPerSecond.median - a.imagesPerSecond.median);
  return best ?? null;
}

/** What the panel says first: the largest gain that was measured, or which device computes and why. */
export function claim(inUse: DeviceInUse, figures: readonly DeviceFigures[]): string {
  const best = fastestSparse(figures);
  if (!best) return `${inUse.description} computes here: ${inUse.reason}.`;
  const [device, { removed, ratio, imagesPerSecond }] = best;
  const times = ratio as Spread;
  const gone = percent(removed, 0);
  return (
    `On this machine networks with ${gone} of the weights gone run ${three(times.median)} times as ` +
    `fast as dense ones: ${three(imagesPerSecond.median)} images a second on ${device.description}.`
  );
}

/** One line a thing measured on a device besides its speeds. */
export function facts(device: DeviceFigures): string[] {
  const { prune, slider, sliderImages, levels, problem } = device;
  const lines: string[] = [];
  if (prune) {
    lines.push(
      `Pruning ${count(prune.members)} ${noun(prune.members, 'network')} to a new level: ` +
        `${spread(prune.ms, 'ms')}.`,
    );
  }
  if (slider) {
    lines.push(
      `From a new level to findings, ${count(slider.members)} ${noun(slider.members, 'network')} ` +
        `on ${count(sliderImages)} images, BatchNorm re-estimated: ${spread(slider.ms, 'ms')}.`,
    );
  }
  const left = crossover(levels);
  if (left !== null) {
    lines.push(
      left === 1
        ? 'Sparse networks are faster than dense ones at every level, by the line through the measured times.'
        : `Sparse networks are faster than dense ones below ${percent(left, 0)} of the weights left, ` +
            'by the line through the measured times.',
    );
  }
  const compared = levels.reduce((sum, level) => sum + level.compared, 0);
  if (compared > 0) {
    const differing = levels.reduce((sum, level) => sum + level.differing, 0);
    lines.push(
      `${differing === 0 ? 'All' : `All but ${count(differing)} of`} ${count(compared)} labels ` +
        'agree with those that came with the networks.',
    );
  }
  if (problem) lines.push(capital(problem));
  return lines;
}

/** Everything measured, as text that a reader can send: JSON with browser, cores and adapter. */
export function figuresJson(
  { browser, cores }: Machine,
  offers: readonly DeviceOffer[],
  figures: readonly DeviceFigures[],
): string {
  const adapter = offers.find(({ name, available }) => name === 'webgpu' && available)?.title ?? null;
  const devices = figures.map((device) => ({ ...device, crossover: crossover(device.levels) }));
  return JSON.stringify({ browser, cores, adapter, devices }, null, 2);
}
