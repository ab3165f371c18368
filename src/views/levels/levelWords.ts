import type { Estimate } from '../../audit/findings';
import type { LevelRow } from '../../audit/levels/levelsTable';
import { type PaperTable, paperTables } from '../../audit/levels/paper';
import { type Claim, plainly } from '../../charts/claim';
import { count, counted, decimal, expected, level, noun, percent, range, signed } from '../../text/format';
import { changeCell, includesZero, isUndecided, roundsToNothing, sizeOfChange } from './change';

/** What one network of a level weighs and costs; null where it is not known. */
export type LevelCost = {
  /** Share of kernel weights left, 0..1. */
  weightsLeft: number | null;
  /** Bytes of one network. */
  bytes: number | null;
  /** Multiply-adds for one image. */
  multiplyAdds: number | null;
  /** Seconds for one image through one network, measured on this machine. */
  secondsPerImage: number | null;
};

/** One population in the table of levels. */
export type LevelEntry = {
  id: string;
  /** "90% removed in training". */
  name: string;
  kind: 'dense' | 'null' | 'sparse' | 'pruned' | 'tuned' | 'other';
  /** Share of weights removed, 0..1; null where compression removes none (number formats). */
  removed: number | null;
  row: LevelRow;
  cost: LevelCost;
};

/**
 * The figures of one level that compare across data sets: points lost, and shares (0..1) of images and
 * classes.
 */
export type Place = { removed: number; lost: number; pies: number | null; flagged: number | null };

/**
 * The entries with a share of weights removed, in the terms that compare across data sets; none without a
 * dense entry.
 */
export function placesOf(levels: LevelEntry[], kind: LevelEntry['kind']): (Place & { id: string })[] {
  const dense = levels.find((entry) => entry.kind === 'dense');
  if (!dense) return [];
  return levels
    .filter((entry) => entry.kind === kind)
    .flatMap(({ id, removed, row }) => {
      if (removed === null) return [];
      const { pies, flagged } = row.change ?? { pies: null, flagged: null };
      return {
        id,
        removed,
        lost: 100 * (dense.row.top1.mean.value - row.top1.mean.value),
        pies: pies === null ? null : pies / row.images,
        flagged: flagged && flagged.tested > 0 ? flagged.raw / flagged.tested : null,
      };
    })
    .sort((a, b) => a.removed - b.removed);
}

/** The pruned levels of one of the paper's tables in the same terms. */
export function paperPlaces({ rows, images, classes }: PaperTable): Place[] {
  const baseline = rows[0].top1;
  return rows.flatMap(({ removed, top1, pies, flagged }) =>
    removed === null || pies === null
      ? []
      : {
          removed,
          lost: 100 * (baseline - top1),
          pies: pies / images,
          flagged: flagged === null || classes === null ? null : flagged / classes,
        },
  );
}

/**
 * What the table says of the level on screen, or the strongest trained one, beside the paper's ImageNet at
 * that level.
 */
export function levelsClaim(levels: LevelEntry[], current: string | null): Claim {
  const dense = levels.find(({ kind }) => kind === 'dense');
  const compressed = levels.filter(({ kind }) => kind !== 'dense' && kind !== 'null');
  const trained = compressed.filter(({ kind }) => kind === 'sparse');
  const shown = compressed.find(({ id }) => id === current) ?? trained.at(-1) ?? compressed.at(-1);
  if (!dense) return plainly('Every population in one table, beside the paper’s.');
  if (!shown?.row.change) {
    return plainly(
      `The dense networks reach ${percent(dense.row.top1.mean.value)}; no other population is known yet.`,
    );
  }
  const { row } = shown;
  const { accuracy, pies, flagged } = shown.row.change;
  const clauses = [
    accuracyClause(accuracy),
    `${count(pies)} of ${counted(row.images, 'image')} ${noun(pies, 'is a PIE', 'are PIEs')}` +
      retrainedPies(shown),
  ];
  if (flagged.tested > 0) {
    clauses.push(
      `${count(flagged.raw)} of ${counted(flagged.tested, 'class', 'classes')} ` +
        `${flagged.raw === 1 ? 'is' : 'are'} flagged` +
        (flagged.byChance === null ? '' : `, where chance alone would flag ${expected(flagged.byChance)}`) +
        retrainedClasses(shown),
    );
  }
  const ends = accuracy.interval ? range(accuracy.interval, (end) => signed(end)) : '';
  return {
    claim: `${shown.name}: ${clauses.join('. ')}.`,
    evidence:
      `Top-1: ${signed(accuracy.value)} points${ends && `, 95%: ${ends}`}. ` +
      `PIEs: ${percent(pies / row.images)} of the images.` +
      paperSentence(shown),
  };
}

/** A direction only where the interval excludes 0; where there is none, what was seen. */
function accuracyClause(change: Estimate): string {
  if (!change.interval) {
    const size = `${sizeOfChange(change)} points ${change.value < 0 ? 'lower' : 'higher'}`;
    const seen = change.value === 0 ? 'the same' : size;
    return `top-1 is ${seen}; with one network on a side there is no interval`;
  }
  if (roundsToNothing(change)) return 'top-1 changes by less than 0.1 points';
  if (isUndecided(change)) return 'networks are too few to tell whether top-1 changes';
  if (includesZero(change)) return 'top-1 shows no measurable change';
  return `top-1 ${change.value < 0 ? 'falls' : 'rises'} by ${sizeOfChange(change)} points`;
}

function retrainedPies({ row }: LevelEntry): string {
  const floor = row.change?.floor;
  if (!row.change || !floor || floor.kind !== 'null') return '';
  const aside = row.change.paired ? ', no part of this count,' : '';
  return `, where retraining alone${aside} gives ${count(floor.pies)}`;
}

function retrainedClasses({ row }: LevelEntry): string {
  const floor = row.change?.floor;
  if (floor?.kind !== 'null') return '';
  return ` and retraining ${count(floor.flaggedClasses)}`;
}

/** The paper's networks are pruned in training: beside any others that is said. */
function paperSentence({ kind, removed }: LevelEntry): string {
  const [imagenet] = paperTables;
  const place = paperPlaces(imagenet).find((other) => other.removed === removed);
  if (!place) return '';
  const trained = kind === 'sparse' ? '' : ', pruned in training unlike these,';
  return (
    ` In the paper, at ${level(place.removed)}, ${imagenet.network}${trained} loses ` +
    `${decimal(place.lost)} points on ImageNet. There ${percent(place.pies)} of images are PIEs and ` +
    `${percent(place.flagged)} of classes flagged, what retraining alone changes included.`
  );
}

/** What retraining alone changes, as a cell of the table beside the PIEs. */
export function floorCell({ kind, row }: LevelEntry): string {
  const { change } = row;
  if (!change || kind === 'null') return '–';
  const { floor, paired } = change;
  if (floor.kind === 'none') return paired ? 'no part (paired)' : '–';
  const [side] = floor.k;
  if (floor.kind === 'null')
    return paired ? `no part (paired); alone ${count(floor.pies)}` : count(floor.pies);
  if (paired) {
    return (
      `no part (paired); alone ${count(Math.round(floor.pies))} with ${count(side)} ` +
      `${noun(side, 'network')} a side`
    );
  }
  return (
    `${count(Math.round(floor.pies))} against ` +
    `${count(floor.halfPies && Math.round(floor.halfPies))}, ${count(side)} ${noun(side, 'network')} ` +
    'a side'
  );
}

/**
 * PIEs beyond retraining's with their interval, as a cell of the table; nothing where none are subtracted.
 */
export function beyondCell({ row }: LevelEntry): string {
  const floor = row.change?.floor;
  return changeCell(floor?.kind === 'null' ? floor.excess : null, 0);
}

/** Classes that retraining alone flags, as a cell of the table. */
export function floorClassesCell({ kind, row }: LevelEntry): string {
  const floor = row.change?.floor;
  if (!floor || kind === 'null' || floor.kind === 'none') return '–';
  return floor.kind === 'null' ? count(floor.flaggedClasses) : expected(floor.flaggedClasses);
}
