import { nearChance } from '../../audit/classes/chance';
import type { ClassImpact, Findings } from '../../audit/findings';
import type { Regained } from '../../audit/levels/regained';
import type { Retraining } from '../../audit/retraining/retraining';
import type { WithheldNumbers } from '../../charts/withheld';
import { methodOf, roundsOf } from '../../model/methods/registry';
import { isMade, type Variant } from '../../model/variant';
import { count, decimal, noun, opening, percent, word } from '../../text/format';
import { besideFloor, forScale } from './besideRetraining';
import { details } from './details';
import { className, extreme, losingPaired, standing } from './flagged';
import { gaveBack, gaveBackLine } from './gaveBack';
import { manyImages } from './manyImages';
import { type Part, plain } from './part';
import { AVERAGE, accuracyEffect, cost, POINTS, removesNothing } from './removal';
import { mostlyTreatment, type Treated } from './treatedAlone';

/**
 * The sentence in parts, a remark that qualifies it, and the numbers behind it with their intervals, a line
 * each.
 */
export type Sentence = { parts: Part[]; remark: string | null; details: string[] };

/**
 * The result in a few short sentences: what was done, what it costs, how many images change their label and
 * how that stands to retraining alone, which class pays. Claims nothing that no test supports. It states no
 * difference whose interval includes 0, no count beside retraining but by the permutation test, and no
 * equality but by the equivalence test. It names no class whose flag does not survive the adjustment for
 * testing all, and subtracts nothing for paired populations. `variant` is null where it is not known what was
 * done.
 */
export function sentence(
  findings: Findings,
  variant: Variant | null,
  classes: string[],
  {
    own = false,
    retraining: test = null,
    testing = false,
    treated = null,
    regained = null,
    withheld = {},
  }: Known = {},
): Sentence {
  const rounds = variant ? roundsOf(variant) : 1;
  const whole =
    variant?.kind !== 'null' && !removesNothing(findings, variant)
      ? [
          ...cost(findings, variant),
          ...(regained && !withheld.pies ? gaveBack(regained, rounds) : []),
          ...changed(findings, test, testing, withheld),
          ...payer(findings, classes),
        ]
      : null;
  const parts =
    whole ?? (variant?.kind === 'null' ? retraining(findings, withheld) : nothingRemoved(findings));
  // They count what is withheld in every line.
  const isWhole = !withheld.pies && !withheld.floor;
  const shipped = variant && isMade(variant) && !own ? methodOf(variant).shippedNote : undefined;
  return {
    parts: joined(parts),
    remark:
      [
        whole && isWhole && mostlyTreatment(treated, findings, variant),
        whole && remarkOn(findings, classes),
        manyImages(findings.images),
      ]
        .filter(Boolean)
        .join(' ') || null,
    details: isWhole
      ? [
          ...details(findings, classes, test, treated, variant),
          ...(regained ? [gaveBackLine(regained, rounds)] : []),
          ...(shipped ? [shipped] : []),
        ]
      : [],
  };
}

/** What else is known. */
type Known = {
  /** The networks are the reader's own, of which it is not known how their numbers were kept. */
  own?: boolean;
  /** Whether the PIEs are more than retraining alone gives; null until that is counted. */
  retraining?: Retraining | null;
  /** Whether that is being counted. */
  testing?: boolean;
  /** What re-estimation or fine-tuning changes by itself; null where there was none, or until it is known. */
  treated?: Treated | null;
  /** What fine-tuning gave back; null where there was none, or until it is known. */
  regained?: Regained | null;
  /** What the reader is to guess first, and what is said instead. */
  withheld?: WithheldNumbers;
};

/** The sentence as one string, with what qualifies it. */
export function plainText({ parts, remark }: Sentence): string {
  const said = parts.map((part) => part.text).join('');
  return remark ? `${said} ${remark}` : said;
}

function joined(parts: Part[]): Part[] {
  return parts.reduce<Part[]>((done, part) => {
    const last = done.at(-1);
    if (last?.role === 'plain' && part.role === 'plain') last.text += part.text;
    else done.push({ ...part });
    return done;
  }, []);
}

function nothingRemoved({ members, images, top1 }: Findings): Part[] {
  const subject =
    members.dense === 1 ? 'the dense network answers' : `the ${word(members.dense)} dense networks answer`;
  const right = percent(top1.dense.mean.value);
  return [
    plain(`Nothing is removed. On ${count(images)} ${noun(images, 'image')}, ${subject} ${right} correctly.`),
  ];
}

/** "431 of 10,000 images": leads to them where there are any. */
function changedImages({ pies, images }: Findings): Part {
  const total = `${count(images)} ${noun(images, 'image')}`;
  if (pies.images.length === 0) return { text: `none of ${total}`, role: 'forgotten' };
  return { text: `${count(pies.images.length)} of ${total}`, role: 'forgotten', place: { kind: 'changed' } };
}

function changed(
  findings: Findings,
  test: Retraining | null,
  testing: boolean,
  withheld: WithheldNumbers,
): Part[] {
  if (withheld.pies) return [plain(`${withheld.pies} `)];
  const pies = findings.pies.images.length;
  const subject = changedImages(findings);
  return [
    { ...subject, text: subject.text.replace(/^n/, 'N') },
    plain(pies <= 1 ? ' changes its label' : ' change their label'),
    ...(withheld.floor
      ? [plain(`. ${withheld.floor} `)]
      : findings.paired
        ? forScale(findings)
        : besideFloor(findings, test, testing)),
  ];
}

function payer(findings: Findings, classes: string[]): Part[] {
  const single = singleSide(findings);
  if (single) return [plain(`${single}, so no class can be tested.`)];
  if (!findings.classImpact.some((impact) => impact.welch.p !== null)) {
    return [plain('No class could be tested.')];
  }
  const guessing = nearChance(findings);
  if (guessing !== null) {
    const reached = percent(findings.top1.compressed.mean.value);
    return [
      plain(
        `With ${reached} right, the networks are close to guessing (${percent(guessing)}), so no ` +
          'class is singled out.',
      ),
    ];
  }
  const flagged = standing(findings);
  const worst = extreme(flagged, -1);
  if (worst) return [named(worst, classes), plain(payment(worst))];
  const spared = extreme(flagged, 1);
  const nobody = `No class loses measurably more than ${AVERAGE}.`;
  if (!spared) return [plain(nobody)];
  const verb = (spared.absolute ?? 0) > 0 ? 'gains' : 'loses';
  const size = `${decimal(spared.normalised)} ${POINTS}`;
  return [
    plain(`${nobody} `),
    named(spared, classes),
    plain(` ${verb} ${size} ${verb === 'gains' ? 'more' : 'less'} than the average.`),
  ];
}

function payment(impact: ClassImpact): string {
  const size = `${decimal(Math.abs(impact.normalised ?? 0))} ${POINTS}`;
  return impact.absolute !== null && impact.absolute >= 0
    ? ` gains ${size} less than ${AVERAGE}.`
    : ` loses ${size} more than ${AVERAGE}.`;
}

/**
 * What qualifies the sentence on classes. One remark is where errors in the class that pays do not grow
 * measurably more on the scale of odds than in all, though it loses more points. The other is where the
 * paired test, which sees more, sees a class that Welch's does not.
 */
function remarkOn(findings: Findings, classes: string[]): string | null {
  if (singleSide(findings) || nearChance(findings) !== null) return null;
  const worst = extreme(standing(findings), -1);
  if (worst) {
    const odds = worst.errorOdds;
    if (!odds || (odds.interval?.[0] ?? odds.ratio) > 1) return null;
    const less = odds.interval && odds.interval[1] < 1 ? 'loses less' : 'does not lose measurably more';
    return `${opening(className(worst, classes))} ${less} in proportion to how often it was wrong before.`;
  }
  const seen = losingPaired(findings).length;
  if (seen === 0) return null;
  const more = `${word(seen)} ${noun(seen, 'class loses', 'classes lose')} more`;
  return `Compared network by network, ${more}: see the chapter on classes.`;
}

/** The class that a sentence begins with. */
function named(impact: ClassImpact, classes: string[]): Part {
  return {
    text: opening(className(impact, classes)),
    role: 'forgotten',
    place: { kind: 'class', class: impact.class },
  };
}

function retraining(findings: Findings, withheld: WithheldNumbers): Part[] {
  const instead = withheld.floor ?? withheld.pies;
  if (instead) return [plain(instead)];
  const flagged = findings.classImpact.filter((impact) => impact.impacted).length;
  const stands =
    flagged === 0 ? 'no class stands' : `${word(flagged)} ${noun(flagged, 'class stands', 'classes stand')}`;
  const outstanding = singleSide(findings) === null ? `, and ${stands} out` : '';
  return [
    { text: 'Training again', role: 'floor', place: { kind: 'retraining' } },
    plain(' with other seeds, nothing removed, changes the label of '),
    changedImages(findings),
    plain(`. It ${movement(findings)}${outstanding}. Every other count stands beside this.`),
  ];
}

function movement(findings: Findings): string {
  return accuracyEffect(findings).replace(/^(costs|gains) (.*) of accuracy$/, 'moves accuracy by $2');
}

/** Names a side of a single network; null when both have more. */
function singleSide({ members }: Findings): string | null {
  if (members.dense === 1 && members.compressed === 1) return 'There is one network a side';
  if (members.dense === 1) return 'There is only one dense network';
  return members.compressed === 1 ? 'There is only one compressed network' : null;
}
