// Input-gradient saliency of populations: how strongly a class's score changes with each pixel, over
// networks.
import { pearson } from '../audit/statistics/correlation';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import { inputGradient } from './inputGradient';
import { planSteps } from './plan';
import { inputValues } from './referenceSteps';

/**
 * Multiply-adds of one question's networks at most: plain TypeScript does about a hundred million a second.
 */
const MOST_WORK = 3e9;

/** A population's map. */
export type SaliencyMap = {
  /** Shares of one by pixel, row by row: the mean over the networks. */
  map: Float64Array;
  /** The first so many of its networks. */
  networks: number;
  of: number;
  /**
   * How well the maps of two halves of the networks (every second one) agree, by Pearson's correlation over
   * the pixels; null with fewer than two.
   */
  halves: number | null;
};

/** Networks of a population that are asked: as many as the work allows. */
export function askedNetworks({ architecture, members }: Population): number {
  const { multiplyAdds } = planSteps(architecture);
  return Math.min(members.length, Math.floor(MOST_WORK / (2 * Math.max(1, multiplyAdds))));
}

/**
 * One network's map of an image: the largest |d logit / d value| over the channels of each pixel, as shares
 * of their sum (Simonyan, Vedaldi and Zisserman, arXiv 1312.6034). All 0 where nothing changes the logit.
 */
export function networkSaliency(
  population: Population,
  member: number,
  shard: Shard,
  image: number,
  klass: number,
): Float64Array {
  const { input } = population.architecture;
  const gradient = inputGradient(population, member, inputValues(shard, image, input), klass);
  const area = input.height * input.width;
  const map = new Float64Array(area);
  gradient.forEach((value, i) => {
    map[i % area] = Math.max(map[i % area], Math.abs(value));
  });
  const sum = map.reduce((total, value) => total + value, 0);
  return sum > 0 ? map.map((value) => value / sum) : map;
}

function meanOf(maps: Float64Array[]): Float64Array {
  return maps[0].map((_, i) => maps.reduce((sum, map) => sum + map[i], 0) / maps.length);
}

/** The mean of networks' maps, and how well halves of them agree. `of` is how many networks there are. */
export function populationSaliency(maps: Float64Array[], of: number): SaliencyMap {
  const half = (which: number) => [...meanOf(maps.filter((_, i) => i % 2 === which))];
  return {
    map: meanOf(maps),
    networks: maps.length,
    of,
    halves: maps.length < 2 ? null : pearson(half(0), half(1)),
  };
}
