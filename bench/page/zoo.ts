import type { Predictions } from '../../src/audit/predictions';
import { httpSource, type Source } from '../../src/library/fetchFile';
import { openZoo } from '../../src/library/zoo';
import type { Population } from '../../src/model/population';
import { firstImages, type Shard } from '../../src/model/shard';
import type { Settings } from '../results';

/** The populations under test, the images, and the labels that the zoo ships for them. */
export type BenchZoo = {
  shard: Shard;
  dense: Population;
  /** Trained sparse 90%; null while the zoo has none. */
  sparse: Population | null;
  population(variant: string, members: number): Promise<Population>;
  calibration(): Promise<Shard>;
  /** Shipped labels, all images. */
  shipped(population: Population): Promise<Predictions>;
};

const SPARSE = 'sparse-90';

function variantId({ variant }: Population): string {
  return variant.kind === 'sparse' ? `sparse-${Math.round(variant.level * 100)}` : variant.kind;
}

/** The zoo under `base`, each population cut to at most `members`. */
export async function openBenchZoo(
  base: string,
  { members }: Pick<Settings, 'members'>,
  source: Source = httpSource,
): Promise<BenchZoo> {
  const zoo = await openZoo(base, source);
  const upTo = (variant: string) => Math.min(members, zoo.memberCount(variant));
  return {
    shard: await zoo.testShard(),
    dense: await zoo.population('dense', upTo('dense')),
    sparse: upTo(SPARSE) > 0 ? await zoo.population(SPARSE, upTo(SPARSE)) : null,
    population: (variant, count) => zoo.population(variant, count),
    calibration: () => zoo.calibrationShard(),
    shipped: (population) => zoo.predictions(variantId(population), population.members.length),
  };
}

/** The first `images` images. */
export function cut(shard: Shard, images: number): Shard {
  return firstImages(shard, images);
}

/** A population's first members. */
export function firstMembers(zoo: BenchZoo, population: Population, count: number): Promise<Population> {
  return zoo.population(variantId(population), Math.min(count, population.members.length));
}
