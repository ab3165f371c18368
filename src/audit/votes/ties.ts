/**
 * The tie rule: which class is the modal label where several have the most votes. The paper gives none; the
 * authors' code takes the largest class index, a re-implementation that a co-author took part in the
 * smallest.
 */
export type TieRule = 'largest' | 'smallest';

type TieRuleEntry = {
  /** The choice in a list that begins "Ties to the": "largest class". */
  choice: string;
  /** What wins, in a sentence about one tie: "the larger class index". */
  winner: string;
};

/** Every rule, the default first. */
export const TIE_RULES: Record<TieRule, TieRuleEntry> = {
  largest: { choice: 'largest class', winner: 'the larger class index' },
  smallest: { choice: 'smallest class', winner: 'the smaller class index' },
};

/** The rules by name, in the order in which they are offered. */
export const TIE_RULE_NAMES = Object.keys(TIE_RULES) as TieRule[];

/** What holds where nobody chose. */
export const DEFAULT_TIE_RULE: TieRule = 'largest';

/** Whether a value from outside (an address, a file, a flag) names a tie rule. */
export function isTieRule(value: unknown): value is TieRule {
  return TIE_RULE_NAMES.some((name) => name === value);
}

/** Whether a later (larger) class takes a tie from an earlier one. */
export function laterWins(rule: TieRule): boolean {
  return rule === 'largest';
}
