import { expect, test } from 'vitest';
import type { HumanComparison } from '../../audit/classes/humanVotes';
import type { Interval } from '../../audit/findings';
import { peopleClaim } from './peopleWords';

const on = (images: number, value: number, interval: Interval | null = null) => ({
  images,
  entropy: { value, interval, n: images },
  accuracy: { value, interval, n: images },
});

const people = (images: number, value: number, interval: Interval | null): HumanComparison => ({
  pies: on(images + 2, 0.6),
  matched: on(90, 0.5),
  rest: on(900, 0.9),
  difference: on(images, value, interval),
  unmatched: 2,
});

test.each([
  [20, 0.12, [0.05, 0.19], 'people are less sure too, by 0.12 bits.'],
  [20, -0.12, [-0.19, -0.05], 'people are surer, by 0.12 bits.'],
  [20, 0.12, [-0.01, 0.25], 'no difference can be told.'],
  [19, 0.12, [0.05, 0.19], '19 such PIEs are too few to say whether people are less sure of PIEs'],
  [1, 1, null, 'One such PIE is too few to say whether people are less sure of PIEs'],
  [25, 1, null, 'Too few other images are as contested to say whether people are less sure of PIEs'],
] as const)('%i PIEs, %s bits in %j: %s', (images, value, interval, words) => {
  const { claim, evidence } = peopleClaim(people(images, value, interval && [...interval]));
  expect(claim).toContain(words);
  expect(evidence).toContain(interval ? ', 95%: ' : 'no interval');
});
