// What a link names and the page does not have. Loaded after the page: most links name nothing in vain.
import { readMargin } from '../audit/retraining/verdict';
import { TIE_RULE_NAMES } from '../audit/votes/ties';
import { corruptionIds } from '../corruptions/corrupt';
import type { ImportOptions } from '../library/importOrigin';
import { count } from '../text/format';
import { readIndex } from '../text/readIndex';
import { parseOptions } from './imports/address';
import { TOUR } from './tour/addresses';

/** How many there are of what a link names by its number; the ids of the details. */
type Limits = { images: number; classes: number; details: readonly string[] };

/** The same of a zoo, `networks` by variant. */
type ZooLimits = Limits & { chapters: number; networks: Record<string, number> };

type Rules = Record<string, Rule>;

/** Whether the text of a parameter is one that the page has, and in words what it would have to be. */
type Rule = { holds: (text: string) => boolean; expected: string };

function wholeNumber(low: number, high: number, what: string): Rule {
  const holds = (text: string) => {
    const value = readIndex(text);
    return value !== null && value >= low && value <= high;
  };
  return { holds, expected: `${what} from ${count(low)} to ${count(high)}` };
}

function oneOf(values: readonly string[]): Rule {
  return {
    holds: (text) => values.includes(text),
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
  };
}

/** Of every explorer. */
function rulesFor({ images, classes }: Limits): Rules {
  const label = wholeNumber(0, classes - 1, 'the number of a class,');
  return {
    image: wholeNumber(0, images - 1, 'a number'),
    row: label,
    class: label,
    from: label,
    to: label,
    target: label,
    order: oneOf(['change', 'beyond', 'name']),
    sort: oneOf(['taxicab', 'dense', 'compressed', 'confidence', 'id']),
    outcome: oneOf(['forgotten', 'recovered', 'traded', 'unchanged']),
    margin: {
      holds: (text) => readMargin(text) !== null,
      expected: 'a share from 0 to 1 with four decimals at most, such as 0.2',
    },
    rate: oneOf(['error', 'falsePositive', 'falseNegative']),
    share: {
      holds: (text) => /^\d{1,3}(\.\d)?$/.test(text) && Number(text) > 0 && Number(text) <= 100,
      expected: 'percent of the images, over 0 and at most 100, with one decimal at most',
    },
  };
}

function zooRules(limits: ZooLimits): Rules {
  const rules = rulesFor(limits);
  return {
    ...rules,
    tour: wholeNumber(1, TOUR.length, 'a step'),
    chapter: wholeNumber(1, limits.chapters, 'a chapter'),
    network: wholeNumber(0, Math.max(...Object.values(limits.networks)) - 1, 'the number of a network,'),
    shared: oneOf(['only', 'both']),
    breaks: {
      holds: (text) => {
        const [, kind, example] = /^([a-z-]+)\.[0-5]\.(\d+)$/.exec(text) ?? [];
        return corruptionIds.some((id) => id === kind) && rules.image.holds(example);
      },
      expected: `a corruption, a severity from 0 to 5 and an image, such as ${corruptionIds[0]}.3.12`,
    },
  };
}

function importRules(limits: Limits): Rules {
  const option = (name: keyof ImportOptions, expected: string): Rule => ({
    holds: (text) => parseOptions(new URLSearchParams([[name, text]]))[name] !== undefined,
    expected,
  });
  return {
    ...rulesFor(limits),
    ties: oneOf(TIE_RULE_NAMES),
    alpha: option('alpha', 'a number from 0 to 1, such as 0.05'),
    seed: option('seed', 'a whole number from 0 to 4,294,967,295'),
  };
}

/** A sentence for each part of a query that the page does not have: what it says, and what was expected. */
export function askedInVain(query: URLSearchParams, limits: ZooLimits): string[] {
  return told(query, zooRules(limits), limits.details);
}

/** The same of the page of an import. */
export function importAskedInVain(query: URLSearchParams, limits: Limits): string[] {
  return told(query, importRules(limits), limits.details);
}

function told(query: URLSearchParams, rules: Rules, details: readonly string[]): string[] {
  const said = (name: string, text: string, expected: string) =>
    `The link says ${name}=${text.slice(0, 40)}; expected ${expected}. It is left out.`;
  const wrong = Object.entries(rules).flatMap(([name, { holds, expected }]) => {
    const text = query.get(name);
    return text === null || holds(text) ? [] : [said(name, text, expected)];
  });
  const unknown = (query.get('details') ?? '').split('.').filter((id) => id !== '' && !details.includes(id));
  return [...wrong, ...unknown.map((id) => said('details', id, `one of ${details.join(', ')}`))];
}
