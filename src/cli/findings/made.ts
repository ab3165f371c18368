import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Estimate, Interval, Outcome } from '../../audit/findings';
import { paperTables } from '../../audit/levels/paper';
import { fixed } from '../../text/fixed';
import { count, percent, signed } from '../../text/format';
import { readBytes } from '../files';
import { between, command, markdownTable, withInterval } from './markdown';
import { points } from './shared';
import { differencesVerdict, type Verdict } from './verdicts';

type Bounded = { value: number; interval: Interval | null };

/**
 * docs/made.json, as scripts/made.mjs writes it: populations made of the dense networks, and every two of
 * them side by side.
 */
export type Made = {
  command: string;
  commands: string[];
  images: number;
  networks: number;
  made: { name: string; title: string; kind: 'format' | 'pruned' }[];
  rows: {
    name: string;
    accuracyChange: Bounded;
    pies: { count: number; share: number; interval: Interval; outcomes: Record<Outcome, number> };
    flips: Bounded | null;
    flagged: { raw: number; adjusted: number; tested: number };
  }[];
  /** PIEs of the first minus those of the second under `difference`. */
  pairs: { first: string; second: string; pies: { difference: Bounded } }[];
};

/** The populations that were made here; null where they were not. */
export async function readMade(root: string): Promise<Made | null> {
  const file = join(root, 'docs/made.json');
  if (!existsSync(file)) return null;
  const made: Made = JSON.parse(new TextDecoder().decode(await readBytes(file)));
  if (!made.made?.every(({ name }) => made.rows?.some((row) => row.name === name))) {
    throw new Error(`${file}: expected a row for every population, got fewer; run scripts/made.mjs again.`);
  }
  return made;
}

/** PIEs of every pruned population minus those of every number format. */
export function prunedOverFormats({ made, pairs }: Made): (Estimate & { pruned: string; format: string })[] {
  const of = (kind: 'format' | 'pruned') => made.filter((one) => one.kind === kind);
  return of('pruned').flatMap((pruned) =>
    of('format').flatMap((format) =>
      pairs.flatMap(({ first, second, pies: { difference } }) => {
        const { value, interval } = difference;
        const named = { pruned: pruned.title, format: format.title, n: 0 };
        if (first === pruned.name && second === format.name) return [{ ...named, value, interval }];
        if (first !== format.name || second !== pruned.name) return [];
        return [
          { ...named, value: -value, interval: interval && ([-interval[1], -interval[0]] as Interval) },
        ];
      }),
    ),
  );
}

/** Whether number formats change fewer images than pruning the same networks does, and the figures. */
export function formatsClaim(known: Made | null): { claim: string; verdict: Verdict; figures: string } {
  const claim = 'Quantisation changes less than pruning.';
  if (!known) return { claim, verdict: 'not told', figures: 'no population was quantised' };
  const counts = (kind: 'format' | 'pruned') =>
    known.made
      .filter((one) => one.kind === kind)
      .map(({ name, title }) => `${count(rowOf(known, name).pies.count)} ${title}`)
      .join(', ');
  const differences = prunedOverFormats(known);
  const nearest = differences.reduce((least, one) => (one.value < least.value ? one : least));
  return {
    claim,
    // Until the pruned populations are compared with dense ones re-estimated alike, their counts hold what
    // that does.
    verdict: atMostInPart(differencesVerdict(differences)),
    figures:
      'PIEs of the same dense networks, so that retraining has no part, but re-estimating BatchNorm ' +
      `after pruning has: ${counts('format')}; ${counts('pruned')}; the nearest two, ` +
      `${nearest.pruned} against ${nearest.format}, ` +
      `${signed(nearest.value, 0)}${between(nearest.interval, (end) => signed(end, 0))}. The paper's ` +
      `populations were trained apart: ${paperCounts()}`,
  };
}

/** A verdict that what is compared does not bear out in full. */
function atMostInPart(verdict: Verdict): Verdict {
  return verdict === 'agrees' ? 'in part' : verdict;
}

/** The paper's PIEs of pruned and of quantised ResNet-50s. */
function paperCounts(): string {
  const [{ rows }] = paperTables;
  return rows.flatMap(({ name, pies }) => (pies === null ? [] : `${count(pies)} ${name}`)).join(', ');
}

function rowOf({ rows }: Made, name: string): Made['rows'][number] {
  return rows.find((row) => row.name === name)!;
}

/** Number formats and pruning of the trained dense networks. */
export function madeSection(known: Made): string {
  return [
    '## Quantised and pruned here',
    `The ${known.networks} dense networks themselves, quantised or pruned after training, on all ` +
      `${count(known.images)} test images (BatchNorm re-estimated after pruning on the first ` +
      'calibration images, the same for all networks, which by itself changes images too; the dense ' +
      'side is as trained, so what re-estimation alone does is in these counts). The populations are ' +
      'paired with the dense one: retraining has no part in what changes, and intervals are those of ' +
      'paired differences over networks. Flagged classes are by Welch’s test, which is too cautious ' +
      'for pairs.',
    markdownTable(
      [
        'Population',
        'Top-1, change in points (95%)',
        'PIEs',
        'Share (95%)',
        'Forgotten',
        'Recovered',
        'Traded',
        'Answers a network changes (95%)',
        'Flagged',
        'Adjusted',
      ],
      known.made.map(({ name, title }) => {
        const { accuracyChange, pies, flips, flagged } = rowOf(known, name);
        return [
          title,
          points(accuracyChange, 2),
          count(pies.count),
          percent(pies.share, 2) + between(pies.interval, (end) => fixed(100 * end, 2)),
          count(pies.outcomes.forgotten),
          count(pies.outcomes.recovered),
          count(pies.outcomes.traded),
          withInterval(flips && { ...flips, n: known.networks }, 2),
          `${flagged.raw} of ${flagged.tested}`,
          count(flagged.adjusted),
        ];
      }),
    ),
    `Computed by \`${known.command}\`, which runs these commands and keeps what they say in ` +
      '[made.json](made.json):',
    command(...known.commands),
  ].join('\n\n');
}
