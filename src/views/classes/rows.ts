import type { ClassImpact, Findings } from '../../audit/findings';
import { decimal, word } from '../../charts/format';

export type Sort = 'change' | 'beyond' | 'name';

/** Classes in the order asked for: by what they lost, by what they lost beyond the model, or by name. Untested ones last. */
export function sortedImpacts(impacts: ClassImpact[], sort: Sort, names: string[]): ClassImpact[] {
  const key = (impact: ClassImpact) => (sort === 'beyond' ? impact.normalised : impact.absolute);
  return [...impacts].sort((a, b) => {
    if (sort === 'name')
      return (names[a.class] ?? '').localeCompare(names[b.class] ?? '', 'en') || a.class - b.class;
    const [first, second] = [key(a), key(b)];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || a.class - b.class;
    return first - second || a.class - b.class;
  });
}

/** The least and the most change that bars, dots and intervals show, in points, with zero inside and some room. */
export function changeDomain(impacts: ClassImpact[]): [number, number] {
  const values = impacts.flatMap(({ absolute, normalised }) => [absolute ?? 0, normalised ?? 0]);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = Math.max(0.5, (high - low) * 0.06);
  return [low - room, high + room];
}

/** How many classes moved beyond the model, how many chance would flag, and who pays most, in two or three sentences. */
export function classesClaim(findings: Findings, names: string[]): { text: string; strong: boolean }[] {
  const tested = findings.classImpact.filter((impact) => impact.welch.p !== null);
  if (tested.length === 0) {
    const single = findings.members.dense === 1 || findings.members.compressed === 1;
    return [
      say(
        single
          ? 'No class can be tested: a test needs two networks or more a side.'
          : 'No class can be tested.',
      ),
    ];
  }
  const flagged = tested.filter((impact) => impact.impacted);
  const chance = decimal(findings.options.alpha * tested.length);
  const many = flagged.length === 0 ? 'No class' : capital(word(flagged.length));
  const of = `${flagged.length === 0 ? ' of' : ' of'} ${word(tested.length)} ${tested.length === 1 ? 'class' : 'classes'}`;
  const verb = flagged.length <= 1 ? 'changes' : 'change';
  const parts = [
    say(
      `${flagged.length === 0 ? `None${of}` : many + of} ${verb} by more or less than the model as a whole; chance alone would flag ${chance}.`,
    ),
  ];
  const most = flagged.reduce<ClassImpact | null>(
    (worst, impact) => ((impact.normalised ?? 0) < (worst?.normalised ?? 0) ? impact : worst),
    null,
  );
  if (most)
    parts.push(
      say(' '),
      { text: names[most.class] ?? `Class ${most.class}`, strong: true },
      say(' pays most.'),
    );
  const survive = flagged.filter((impact) => (impact.pAdjusted ?? 1) <= findings.options.alpha).length;
  if (flagged.length > 0) {
    parts.push(
      say(
        ` Adjusted for testing ${word(tested.length)}, ${survive === flagged.length ? 'all hold' : survive === 0 ? 'none holds' : `${word(survive)} ${survive === 1 ? 'holds' : 'hold'}`}.`,
      ),
    );
  }
  return parts;
}

function say(text: string) {
  return { text, strong: false };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
