// What a link names and the page does not have. Loaded after the page: most links name nothing in vain.
import { corruptionIds } from '../corruptions/corrupt';
import { TOUR } from './tour/addresses';

/** How many there are of what a link names by its number, `networks` by variant; the ids of the details. */
type Limits = {
  images: number;
  classes: number;
  chapters: number;
  networks: Record<string, number>;
  details: readonly string[];
};

/** Whether the text of a parameter is one that the page has, and in words what it would have to be. */
type Rule = { holds: (text: string) => boolean; expected: string };

function wholeNumber(low: number, high: number, what: string): Rule {
  const holds = (text: string) => /^\d{1,7}$/.test(text) && Number(text) >= low && Number(text) <= high;
  return { holds, expected: `${what} from ${low} to ${high}` };
}

function oneOf(values: readonly string[]): Rule {
  return {
    holds: (text) => values.includes(text),
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
  };
}

function rulesFor({ images, classes, chapters, networks }: Limits): Record<string, Rule> {
  const image = wholeNumber(0, images - 1, 'a number');
  const label = wholeNumber(0, classes - 1, 'the number of a class,');
  return {
    image,
    tour: wholeNumber(1, TOUR.length, 'a step'),
    chapter: wholeNumber(1, chapters, 'a chapter'),
    row: label,
    class: label,
    from: label,
    to: label,
    target: label,
    network: wholeNumber(0, Math.max(...Object.values(networks)) - 1, 'the number of a network,'),
    order: oneOf(['change', 'beyond', 'name']),
    sort: oneOf(['taxicab', 'dense', 'compressed', 'confidence', 'id']),
    outcome: oneOf(['forgotten', 'recovered', 'traded', 'unchanged']),
    shared: oneOf(['only', 'both']),
    rate: oneOf(['error', 'falsePositive', 'falseNegative']),
    share: {
      holds: (text) => /^\d{1,3}(\.\d)?$/.test(text) && Number(text) > 0 && Number(text) <= 100,
      expected: 'percent of the images, over 0 and at most 100, with one decimal at most',
    },
    breaks: {
      holds: (text) => {
        const [, kind, example] = /^([a-z-]+)\.[0-5]\.(\d+)$/.exec(text) ?? [];
        return corruptionIds.some((id) => id === kind) && image.holds(example);
      },
      expected: `a corruption, a severity from 0 to 5 and an image, such as ${corruptionIds[0]}.3.12`,
    },
  };
}

/** A sentence for each part of a query that the page does not have: what it says, and what was expected. */
export function askedInVain(query: URLSearchParams, limits: Limits): string[] {
  const said = (name: string, text: string, expected: string) =>
    `The link says ${name}=${text.slice(0, 40)}; expected ${expected}. It is left out.`;
  const wrong = Object.entries(rulesFor(limits)).flatMap(([name, { holds, expected }]) => {
    const text = query.get(name);
    return text === null || holds(text) ? [] : [said(name, text, expected)];
  });
  const { details } = limits;
  const unknown = (query.get('details') ?? '').split('.').filter((id) => id !== '' && !details.includes(id));
  return [...wrong, ...unknown.map((id) => said('details', id, `one of ${details.join(', ')}`))];
}
