import type { ClassImpact, Findings } from '../../audit/findings';
import { count, decimal, level, noun, percent, pValue, range, signed, word } from '../../charts/format';
import type { Variant } from '../../model/variant';

/** What a piece of the sentence speaks of; its colour and underline follow from it. */
type Role = 'plain' | 'compressed' | 'forgotten' | 'floor';

type Part = { text: string; role: Role };

/** The sentence in parts, and the numbers behind it with their intervals, a line each. */
export type Sentence = { parts: Part[]; details: string[] };

/**
 * The result in one sentence (design.md, "The page"): what was done, what it costs, how many images change their label and how
 * that stands to retraining alone, which class pays. Claims nothing the findings do not support: no difference whose interval
 * includes 0, no subtraction for paired populations (method.md, "What re-training alone does").
 */
export function sentence(findings: Findings, variant: Variant, classes: string[]): Sentence {
  const parts =
    variant.kind === 'null'
      ? retraining(findings)
      : changesNothing(findings, variant)
        ? nothingRemoved(findings)
        : [...cost(findings, variant), ...changed(findings), ...payer(findings, classes), plain('.')];
  return { parts: joined(parts), details: details(findings, classes) };
}

/** The sentence as one string. */
export function plainText({ parts }: Sentence): string {
  return parts.map((part) => part.text).join('');
}

function plain(text: string): Part {
  return { text, role: 'plain' };
}

function joined(parts: Part[]): Part[] {
  return parts.reduce<Part[]>((done, part) => {
    const last = done.at(-1);
    if (last?.role === 'plain' && part.role === 'plain') last.text += part.text;
    else done.push({ ...part });
    return done;
  }, []);
}

function changesNothing(findings: Findings, variant: Variant): boolean {
  if (variant.kind === 'dense') return true;
  const sparsity = removedShare(variant);
  return sparsity === 0 && findings.pies.images.length === 0;
}

function removedShare(variant: Variant): number {
  if (variant.kind === 'sparse') return variant.level;
  return variant.kind === 'pruned' ? variant.sparsity : 0;
}

function nothingRemoved(findings: Findings): Part[] {
  const subject =
    findings.members.dense === 1
      ? 'The dense network answers '
      : `The ${word(findings.members.dense)} dense networks answer `;
  return [
    plain(`Nothing is removed. ${subject}`),
    plain(
      `${percent(findings.top1.dense.mean.value)} of ${count(findings.images)} ${noun(findings.images, 'image')} correctly.`,
    ),
  ];
}

function cost(findings: Findings, variant: Variant): Part[] {
  const points = accuracyChange(findings);
  const size = decimal(Math.abs(points));
  const effect =
    Number(size) === 0
      ? `leaves accuracy at ${percent(findings.top1.compressed.mean.value)}`
      : `${points < 0 ? 'costs' : 'gains'} ${size} points of accuracy`;
  const sparsity = removedShare(variant);
  if (variant.kind === 'pruned' && sparsity === 0) {
    return [
      plain(
        `Removing no weight${variant.recalibrated ? ', only re-estimating the normalisation,' : ''} ${effect}. `,
      ),
    ];
  }
  const layered = variant.kind === 'pruned' && variant.scope === 'layer';
  const random = variant.kind === 'pruned' && variant.method === 'random';
  return [
    plain('Removing '),
    { text: `${level(sparsity)} of ${layered ? "every layer's" : 'the'} weights`, role: 'compressed' },
    plain(`${random ? ' at random' : ''} ${effect}. `),
  ];
}

/** 100 (mean accuracy compressed - mean accuracy dense), points. */
function accuracyChange({ top1 }: Findings): number {
  return 100 * (top1.compressed.mean.value - top1.dense.mean.value);
}

function changed(findings: Findings): Part[] {
  const pies = findings.pies.images.length;
  const total = `${count(findings.images)} ${noun(findings.images, 'image')}`;
  const subject: Part =
    pies === 0
      ? { text: `None of ${total}`, role: 'forgotten' }
      : { text: `${count(pies)} of ${total}`, role: 'forgotten' };
  return [
    subject,
    plain(pies <= 1 ? ' changes its label' : ' change their label'),
    ...(findings.paired ? pairedContext(findings) : besideFloor(findings)),
  ];
}

function pairedContext({ flips, noiseFloor }: Findings): Part[] {
  const own = flips ? [plain(`, each network ${percent(flips.value)} of its own answers`)] : [];
  if (noiseFloor.kind !== 'null') return own;
  return [...own, plain(' ('), floorWords, plain(`, for scale, changes ${count(noiseFloor.pies)})`)];
}

const floorWords: Part = { text: 'retraining alone', role: 'floor' };

function besideFloor(findings: Findings): Part[] {
  const floor = findings.noiseFloor;
  if (floor.kind === 'none' || (floor.kind === 'splitHalf' && floor.halfPies === null)) {
    return [plain('; how many '), floorWords, plain(' would change is not known here')];
  }
  if (floor.kind === 'splitHalf') {
    const half = Math.min(...floor.k);
    return [
      plain(
        `; between halves of ${count(half)} ${noun(half, 'network')} ${count(floor.halfPies)} do, where `,
      ),
      floorWords,
      plain(` changes ${count(floor.pies)}`),
    ];
  }
  const value = floor.excess?.value ?? 0;
  const interval = floor.excess?.interval ?? null;
  if (findings.pies.images.length === 0) {
    return floor.pies === 0
      ? [plain(', and '), floorWords, plain(' changes none either')]
      : [plain('; '), floorWords, plain(` changes ${count(floor.pies)}`)];
  }
  if (!interval) return [plain('; '), floorWords, plain(` changes ${count(floor.pies)}`)];
  if (interval[0] <= 0 && interval[1] >= 0) return [plain(', no more than '), floorWords, plain(' changes')];
  const comparison = value > 0 ? 'more' : 'fewer';
  return [
    plain(`, ${count(Math.abs(Math.round(value)))} ${comparison} than `),
    floorWords,
    plain(' changes'),
  ];
}

function payer(findings: Findings, classes: string[]): Part[] {
  const single = singleSide(findings);
  if (single) return [plain(`. ${single}, so nothing can be tested`)];
  if (!findings.classImpact.some((impact) => impact.welch.p !== null)) {
    return [plain('; no class could be tested')];
  }
  const flagged = findings.classImpact.filter((impact) => impact.impacted);
  const worst = extreme(flagged, -1);
  if (worst) return [plain('; '), named(worst, classes), plain(payment(worst))];
  const spared = extreme(flagged, 1);
  if (spared) {
    const verb = (spared.absolute ?? 0) > 0 ? 'gains' : 'is spared';
    const against = verb === 'gains' ? 'more than the model' : "of the model's loss";
    return [
      plain('; no class pays more than the model, and '),
      named(spared, classes),
      plain(` ${verb} ${decimal(spared.normalised)} points ${against}`),
    ];
  }
  return [plain('; no class pays measurably more than the model')];
}

function payment(impact: ClassImpact): string {
  const size = `${decimal(Math.abs(impact.normalised ?? 0))} points`;
  return (impact.absolute ?? 0) > 0
    ? ` gains ${size} less than the model`
    : ` pays ${size} more than the model`;
}

function named(impact: ClassImpact, classes: string[]): Part {
  return { text: classes[impact.class] ?? `class ${impact.class}`, role: 'forgotten' };
}

/** The class farthest from the model in one direction (-1: loses more), null when none lies there. */
function extreme(flagged: ClassImpact[], direction: -1 | 1): ClassImpact | null {
  const there = flagged.filter((impact) => direction * (impact.normalised ?? 0) > 0);
  return there.reduce<ClassImpact | null>(
    (best, impact) =>
      best === null || direction * (impact.normalised ?? 0) > direction * (best.normalised ?? 0)
        ? impact
        : best,
    null,
  );
}

function retraining(findings: Findings): Part[] {
  const pies = findings.pies.images.length;
  const total = `${count(findings.images)} ${noun(findings.images, 'image')}`;
  const points = accuracyChange(findings);
  const size = decimal(Math.abs(points));
  const moves =
    Number(size) === 0
      ? `leaves accuracy at ${percent(findings.top1.compressed.mean.value)}`
      : `moves accuracy by ${size} points`;
  const flagged = findings.classImpact.filter((impact) => impact.impacted).length;
  const classesFlagged =
    singleSide(findings) !== null
      ? ''
      : ` and flags ${flagged === 0 ? 'no class' : `${word(flagged)} ${noun(flagged, 'class', 'classes')}`}`;
  return [
    { text: 'Retraining', role: 'floor' },
    plain(' with other seeds, nothing removed, changes the label of '),
    { text: pies === 0 ? `none of ${total}` : `${count(pies)} of ${total}`, role: 'forgotten' },
    plain(`, ${moves}${classesFlagged}: every other count stands beside this.`),
  ];
}

/** Names the side that has a single network; null when both have more. */
function singleSide({ members }: Findings): string | null {
  if (members.dense === 1 && members.compressed === 1) return 'There is one network a side';
  if (members.dense === 1) return 'There is only one dense network';
  return members.compressed === 1 ? 'There is only one compressed network' : null;
}

function details(findings: Findings, classes: string[]): string[] {
  const { top1, noiseFloor, flips } = findings;
  const accuracy = (side: 'dense' | 'compressed') => {
    const { value, interval } = top1[side].mean;
    const networks = findings.members[side];
    if (!interval) return `${percent(value)}, one network, so no interval`;
    return `${percent(value)} (${range(interval, percent)}) over ${word(networks)} ${noun(networks, 'network')}`;
  };
  const lines = [`Accuracy: dense ${accuracy('dense')}; compressed ${accuracy('compressed')}.`];
  if (noiseFloor.kind === 'null' && noiseFloor.excess && !findings.paired) {
    lines.push(
      `Beyond retraining alone: ${signed(noiseFloor.excess.value, 0)} images (${range(noiseFloor.excess.interval, (value) => signed(value, 0))}, these networks held fixed); retraining alone changes ${count(noiseFloor.pies)} (${noiseFloor.k.join(' against ')} networks).`,
    );
  }
  if (noiseFloor.kind === 'null' && findings.paired) {
    lines.push(
      `These are the same networks before and after, so retraining plays no part and nothing is subtracted; independent retraining changes ${count(noiseFloor.pies)} images.`,
    );
  }
  if (noiseFloor.kind === 'splitHalf') {
    lines.push(
      `Retraining alone, dense half against dense half: ${decimal(noiseFloor.pies)} images (${range(noiseFloor.interval, count)} over ${count(noiseFloor.splits)} splits)${noiseFloor.halfPies === null ? '' : `; dense half against as many compressed: ${decimal(noiseFloor.halfPies)}`}.`,
    );
  }
  if (flips) {
    const ends = flips.interval ? ` (${range(flips.interval, percent)})` : '';
    lines.push(`Answers that change within one network: ${percent(flips.value)}${ends}.`);
  }
  const worst = extreme(
    findings.classImpact.filter((impact) => impact.impacted),
    -1,
  );
  if (worst) {
    lines.push(
      `${named(worst, classes).text}: ${signed(worst.normalised)} points beyond the model (${range(worst.normalisedInterval, signed)}), p ${pAsPhrase(worst.welch.p)}, adjusted ${pAsPhrase(worst.pAdjusted)}.`,
    );
  }
  return lines;
}

function pAsPhrase(p: number | null): string {
  const text = pValue(p);
  return text.startsWith('<') ? text : `= ${text}`;
}
