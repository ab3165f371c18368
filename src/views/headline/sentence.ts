import { nearChance } from '../../audit/classes/chance';
import type { ClassImpact, Findings } from '../../audit/findings';
import type { PermutationTest } from '../../audit/retraining/permutationTest';
import type { Retraining } from '../../audit/retraining/retraining';
import { retrainingVerdict } from '../../audit/retraining/verdict';
import { methodOf } from '../../model/methods/registry';
import { isMade, type Variant } from '../../model/variant';
import { count, decimal, level, noun, percent, word } from '../../text/format';
import { details } from './details';
import { className, extreme, losingPaired, standing } from './flagged';

/** What a piece of the sentence speaks of; its colour and underline follow from it. */
type Role = 'plain' | 'compressed' | 'forgotten' | 'floor';

type Part = { text: string; role: Role };

/** The sentence in parts, and the numbers behind it with their intervals, a line each. */
export type Sentence = { parts: Part[]; details: string[] };

/**
 * The result in one sentence: what was done, what it costs, how many images change their label and how that stands to retraining alone,
 * which class pays. Claims nothing that no test supports: no difference whose interval includes 0, no count beside retraining but by the
 * permutation test, no equality but by the equivalence test, no class whose flag does not survive the adjustment for testing all, no
 * subtraction for paired populations. `variant` is null where it is not known what was done.
 */
export function sentence(
  findings: Findings,
  variant: Variant | null,
  classes: string[],
  { own = false, retraining: test = null, treated = null }: Known = {},
): Sentence {
  const parts =
    variant?.kind === 'null'
      ? retraining(findings)
      : changesNothing(findings, variant)
        ? nothingRemoved(findings)
        : [
            ...cost(findings, variant),
            ...changed(findings, test, treated),
            ...payer(findings, classes),
            plain('.'),
          ];
  const shipped = variant && isMade(variant) && !own ? methodOf(variant).shippedNote : undefined;
  const lines = details(findings, classes, test);
  return { parts: joined(parts), details: shipped ? [...lines, shipped] : lines };
}

/** What else is known of the result. */
type Known = {
  /** The networks are the reader's own, of which it is not known how their numbers were kept. */
  own?: boolean;
  /** Whether the PIEs are more than retraining alone gives; null until that is counted. */
  retraining?: Retraining | null;
  /** Images that re-estimating the normalisation of the dense networks changes by itself; null where both sides are not treated so. */
  treated?: number | null;
};

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

function changesNothing(findings: Findings, variant: Variant | null): boolean {
  if (!variant) return false;
  if (variant.kind === 'dense') return true;
  return removesNone(variant) && findings.pies.images.length === 0;
}

/** Whether a variant that removes something is asked to remove none of it. */
function removesNone(variant: Variant): boolean {
  if (variant.kind === 'sparse') return variant.level === 0;
  if (!isMade(variant)) return variant.kind === 'null';
  const { removes, share } = methodOf(variant);
  return removes !== null && share(variant) === 0;
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

function cost(findings: Findings, variant: Variant | null): Part[] {
  const effect = accuracyEffect(findings);
  if (!variant) return [{ text: 'Compression', role: 'compressed' }, plain(` ${effect}. `)];
  if (variant.kind === 'narrow') {
    return [
      plain('Training small networks instead, '),
      { text: `${level(variant.width)} of the channels`, role: 'compressed' },
      plain(`, ${effect}. `),
    ];
  }
  if (isMade(variant)) {
    const { removes, doing } = methodOf(variant);
    if (removesNone(variant)) {
      const only =
        'recalibrated' in variant && variant.recalibrated ? ', only re-estimating the normalisation,' : '';
      return [plain(`Removing no ${removes === 'channels' ? 'channel' : 'weight'}${only} ${effect}. `)];
    }
    const { lead, what, after = '' } = doing(variant);
    return [plain(lead), { text: what, role: 'compressed' }, plain(`${after} ${effect}. `)];
  }
  const share = variant.kind === 'sparse' ? variant.level : 0;
  return [
    plain('Removing '),
    { text: `${level(share)} of the weights`, role: 'compressed' },
    plain(` ${effect}. `),
  ];
}

/** What happens to accuracy: a change only where its interval excludes 0; without an interval, what was seen. */
function accuracyEffect(findings: Findings): string {
  const { value, interval } = findings.accuracyChange;
  const size = decimal(Math.abs(value));
  const reached = percent(findings.top1.compressed.mean.value);
  if (Number(size) === 0) return `leaves accuracy at ${reached}`;
  if (interval && interval[0] <= 0 && interval[1] >= 0)
    return `leaves accuracy at ${reached}, no measurable change`;
  return `${value < 0 ? 'costs' : 'gains'} ${size} points of accuracy`;
}

function changed(findings: Findings, test: Retraining | null, treated: number | null): Part[] {
  const pies = findings.pies.images.length;
  const total = `${count(findings.images)} ${noun(findings.images, 'image')}`;
  const subject: Part =
    pies === 0
      ? { text: `None of ${total}`, role: 'forgotten' }
      : { text: `${count(pies)} of ${total}`, role: 'forgotten' };
  return [
    subject,
    plain(pies <= 1 ? ' changes its label' : ' change their label'),
    ...(findings.paired ? pairedContext(findings, treated) : besideFloor(findings, test)),
  ];
}

function pairedContext({ flips, noiseFloor }: Findings, treated: number | null): Part[] {
  const own = flips ? [plain(`, each network ${percent(flips.value)} of its own answers`)] : [];
  const alone =
    treated === null
      ? ''
      : `re-estimating the normalisation, done to both sides, changes ${count(treated)} by itself`;
  if (noiseFloor.kind !== 'null') return alone ? [...own, plain(` (${alone})`)] : own;
  const before = alone ? ` (${alone}; ` : ' (';
  return [...own, plain(before), floorWords, plain(`, for scale, changes ${count(noiseFloor.pies)})`)];
}

const floorWords: Part = { text: 'retraining alone', role: 'floor' };

/** How the PIEs stand to retraining alone: by the permutation test once it is counted, before that what retraining alone changes. */
function besideFloor(findings: Findings, test: Retraining | null): Part[] {
  const floor = findings.noiseFloor;
  if (test?.permutation && findings.pies.images.length > 0) return byTest(test.permutation, findings);
  if (floor.kind === 'none' || (floor.kind === 'splitHalf' && floor.halfPies === null)) {
    const words = ' would change with as many networks is not known: that takes four dense ones or more';
    return [plain('; how many '), floorWords, plain(words)];
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
  if (findings.pies.images.length === 0 && floor.pies === 0) {
    return [plain(', and '), floorWords, plain(' changes none either')];
  }
  return [plain('; '), floorWords, plain(` changes ${count(floor.pies)}`)];
}

/**
 * The test gives the verdict. The number is the PIEs beyond those of the second dense population, which is what retraining alone changes;
 * the mean of the shuffles mixes both populations, and moves while they are counted.
 */
function byTest(test: PermutationTest, { pies, noiseFloor }: Findings): Part[] {
  const { equivalence } = test;
  const verdict = retrainingVerdict(test);
  switch (verdict) {
    case 'more':
    case 'fewer': {
      const beyond = noiseFloor.kind === 'null' ? pies.images.length - noiseFloor.pies : 0;
      const agrees = beyond !== 0 && beyond > 0 === (verdict === 'more');
      return [
        plain(`, ${agrees ? `${count(Math.abs(beyond))} ` : ''}${verdict} than `),
        floorWords,
        plain(' changes'),
      ];
    }
    case 'no more':
      return [
        plain(', no more than '),
        floorWords,
        plain(` changes, within ${percent(equivalence.share, 0)}`),
      ];
    case 'not distinguishable':
      return [plain(', not distinguishable from what '), floorWords, plain(' changes')];
  }
}

function payer(findings: Findings, classes: string[]): Part[] {
  const single = singleSide(findings);
  if (single) return [plain(`. ${single}, so nothing can be tested`)];
  if (!findings.classImpact.some((impact) => impact.welch.p !== null)) {
    return [plain('; no class could be tested')];
  }
  const guessing = nearChance(findings);
  if (guessing !== null) {
    const reached = percent(findings.top1.compressed.mean.value);
    return [
      plain(`; at ${reached} the networks are near guessing, ${percent(guessing)}: no class is singled out`),
    ];
  }
  const flagged = standing(findings);
  const worst = extreme(flagged, -1);
  if (worst) return [plain('; '), named(worst, classes), plain(payment(worst))];
  const spared = extreme(flagged, 1);
  if (spared) {
    const verb = (spared.absolute ?? 0) > 0 ? 'gains' : 'is spared';
    const against = verb === 'gains' ? 'more than the model' : "of the model's loss";
    return [
      plain(`; ${noClassPays(findings)}, and `),
      named(spared, classes),
      plain(` ${verb} ${decimal(spared.normalised)} points ${against}`),
    ];
  }
  return [plain(`; ${noClassPays(findings)}`)];
}

/** Where no class is flagged for losing more: the paired test, which sees more, is told where it sees something. */
function noClassPays(findings: Findings): string {
  const paired = losingPaired(findings).length;
  if (paired === 0) return 'no class pays measurably more than the model';
  return `no class pays measurably more than the model by Welch’s test, ${word(paired)} ${noun(paired, 'does', 'do')} network by network`;
}

function payment(impact: ClassImpact): string {
  const size = `${decimal(Math.abs(impact.normalised ?? 0))} points`;
  const text =
    impact.absolute !== null && impact.absolute >= 0
      ? ` gains ${size} less than the model`
      : ` pays ${size} more than the model`;
  return text + otherScale(impact);
}

/** Where errors in the class grow less than in the model on the scale of odds, though it loses more points. */
function otherScale({ errorOdds }: ClassImpact): string {
  if (!errorOdds || errorOdds.ratio >= 1) return '';
  return `, though the odds of an error grow less there, by ${decimal(errorOdds.group, 2)} against ${decimal(errorOdds.model, 2)}`;
}

function named(impact: ClassImpact, classes: string[]): Part {
  return { text: className(impact, classes), role: 'forgotten' };
}

function retraining(findings: Findings): Part[] {
  const pies = findings.pies.images.length;
  const total = `${count(findings.images)} ${noun(findings.images, 'image')}`;
  const points = findings.accuracyChange.value;
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
