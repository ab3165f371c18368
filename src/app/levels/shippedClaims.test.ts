// What the page says of the populations that come with it: every claim beside the headline agrees with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { denseRow, levelRow } from '../../audit/levels/levelsTable';
import { openZoo } from '../../library/zoo';
import { defaultExperiment, variantOf } from '../../model/experiment';
import { wholePercent } from '../../text/format';
import { classesClaim } from '../../views/classes/rows';
import { plainText, sentence } from '../../views/headline/sentence';
import { type LevelEntry, levelsClaim } from '../../views/levels/levelWords';
import { toplineClaim } from '../../views/topline/levels';
import { initialLabState } from '../lab/labState';
import { shippedComparison, shippedLevels } from '../lab/shipped';
import { curve } from './curve';

const root = fileURLToPath(new URL('../../../public/zoo/fashion-mnist', import.meta.url));

async function* fromDisk(base: string, path: string) {
  yield readFileSync(join(base, path));
}
const zoo = await openZoo(root, fromDisk);
const classes = zoo.manifest.dataset.classes;
const first = defaultExperiment({
  data: 'fashion-mnist',
  datasets: [],
  levels: [0.3, 0.5, 0.7, 0.9],
  widths: [],
  images: 10_000,
  batchNorm: true,
  networks: Object.fromEntries(zoo.manifest.variants.map(({ id }) => [id, zoo.memberCount(id)])),
});

/** Everything that is said of so many trained networks with a share of their weights removed. */
async function claimsAt(sparsity: number, members: number, images: number) {
  const experiment = { ...first, variant: 'sparse' as const, sparsity, members, images };
  const levels = await shippedLevels(zoo, experiment);
  const comparison = await shippedComparison(zoo, experiment, true);
  if (!comparison) throw new Error('nothing was shipped');
  const { findings, dense, compressed } = comparison;
  const state = { ...initialLabState, levels };
  const cost = { weightsLeft: null, bytes: null, multiplyAdds: null, secondsPerImage: null };
  const share = wholePercent(sparsity);
  const entries: LevelEntry[] = [
    { id: 'dense', name: 'Dense', kind: 'dense', removed: 0, row: denseRow(findings, dense), cost },
    {
      id: 'sparse',
      name: `${share} removed in training`,
      kind: 'sparse',
      removed: sparsity,
      row: levelRow(findings, compressed),
      cost,
    },
  ];
  const table = levelsClaim(entries, 'sparse');
  return {
    headline: plainText(sentence(findings, variantOf(experiment), classes)),
    average: toplineClaim(curve(state, experiment), { series: 'sparse', sparsity }),
    table: JSON.stringify(table),
    pays: classesClaim(findings, classes),
  };
}

test.for([
  [0.3, 8, 2_000, false, null],
  [0.3, 30, 10_000, true, null],
  [0.5, 30, 10_000, true, null],
  [0.7, 30, 10_000, true, null],
  [0.9, 30, 10_000, true, 'Shirt'],
] as const)(
  'at %s of %s networks headline, average, who pays and the table of levels agree',
  async ([sparsity, members, images, isChanged, paying]) => {
    const { headline, average, table, pays } = await claimsAt(sparsity, members, images);
    const share = wholePercent(sparsity);
    expect(average).toContain(`With ${share} of the weights removed in training`);
    expect(average).toContain('where retraining alone changes');
    expect(table).toContain(`${share} removed in training: `);
    for (const claim of [headline, average, table]) {
      expect(/no measurable change/.test(claim), claim).toBe(!isChanged);
      expect(/costs|falls/.test(claim), claim).toBe(isChanged);
    }
    expect(pays.map(({ text }) => text).join('')).toContain('After allowing for ten tests, ');
    const named = pays.filter(({ strong }) => strong).map(({ text }) => text);
    expect(named).toEqual(paying === null ? [] : [paying]);
    expect(headline).toMatch(
      paying === null ? / No class loses measurably more/ : new RegExp(` ${paying} loses \\d`),
    );
  },
);
