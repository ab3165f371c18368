import type { OwnNetworks, OwnPopulation } from '../ownNetworks';
import { openZoo } from '../zoo';
import { tinyZoo } from './tinyZoo';

/**
 * The dense and the null networks of the tiny zoo as a reader's own, and two of the dense ones as if they
 * were compressed.
 */
export async function ownTiny(): Promise<OwnNetworks> {
  const zoo = await openZoo('zoo/tiny', tinyZoo().source);
  const populationOf = async (
    kind: OwnPopulation['kind'],
    variant: string,
    members: number,
  ): Promise<OwnPopulation> => ({
    kind,
    level: kind === 'sparse' ? 0.9 : 0,
    population: await zoo.population(variant, members),
    predictions: await zoo.predictions(variant, members, { scores: true }),
  });
  const sparse = await populationOf('sparse', 'dense', 2);
  sparse.population.variant = { kind: 'sparse', level: 0.9 };
  const test = await zoo.testShard();
  return {
    id: 'mine',
    name: 'Mine',
    created: '2026-11-25T02:00:00.000Z',
    files: ['dense.safetensors', 'images.zip'],
    architecture: zoo.manifest.architecture,
    populations: [await populationOf('dense', 'dense', 5), await populationOf('null', 'null', 2), sparse],
    test: {
      ...test,
      id: 'own-mine/test',
      ids: ['a.png', 'b.png', 'c.png', 7],
      attributes: [
        { name: 'weight', values: Float64Array.of(1, 2.5, Number.NaN, 4) },
        { name: 'colour', categories: ['red', 'blue'], codes: Uint16Array.of(0, 1, 65_535, 0) },
      ],
    },
    calibration: { ...(await zoo.calibrationShard()), id: 'own-mine/calibration' },
    notes: { fitted: 'as they are', calibration: 'four of the images', networks: 'those of Tiny' },
    training: null,
  };
}
