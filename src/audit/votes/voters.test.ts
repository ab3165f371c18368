import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictionsOf } from '../fixtures/predictionsOf';
import { modalLabels } from './modal';
import { leadersAmong, maskOf, votersOf } from './voters';
import { countVotes } from './votes';

test('leaders among drawn networks are the modal labels of their votes, over 32 networks too', () => {
  const images = 7;
  const rows = fc.integer({ min: 1, max: 70 }).chain((networks) =>
    fc.tuple(
      fc.array(fc.array(fc.nat(5), { minLength: images, maxLength: images }), {
        minLength: networks,
        maxLength: networks,
      }),
      fc.shuffledSubarray(
        Array.from({ length: networks }, (_, row) => row),
        { minLength: 1 },
      ),
    ),
  );
  fc.assert(
    fc.property(rows, fc.constantFrom('largest', 'smallest'), ([said, drawn], ties) => {
      const predictions = predictionsOf('a', said, 6);
      const some = Uint32Array.of(1, 2, 5, 6);
      const voters = votersOf(predictions, countVotes(predictions), some);
      const found = new Uint16Array(some.length);
      leadersAmong(voters, maskOf(drawn, voters.words), ties, found);
      const { labels } = modalLabels(countVotes(predictions, drawn), ties);
      expect([...found]).toEqual([...some].map((image) => labels[image]));
    }),
  );
});
