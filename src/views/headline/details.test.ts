import { describe, expect, test } from 'vitest';
import type { ClassImpact } from '../../audit/findings';
import { crowdedClauses, hardToRead } from '../../text/reading';
import { findings, halves, impact, names, prunedTo, sparse } from './fixtures/sentenceFindings';
import { plainText, sentence } from './sentence';

describe('the details of the sentence', () => {
  test('where a test finds almost everything, it is said what to read first', () => {
    const many = sentence({ ...findings(), images: 1_281_167 }, sparse, names).remark;
    expect(many).toContain('With 1,281,167 images almost any difference is significant');
    expect(sentence(findings(), sparse, names).remark ?? '').not.toContain('almost any difference');
  });

  test('what re-estimating the normalisation does by itself is a detail', () => {
    const known = findings({ paired: true, flips: 0.062 });
    const { details } = sentence(known, prunedTo(0.9), names, { treated: { images: 12, bothSides: true } });
    expect(details).toContain(
      'Re-estimating the normalisation, done to both sides, changes 12 images by itself.',
    );
    expect(details).toContain('Answers that change within one network: 6.2%, interval 6.1% to 6.3%.');
  });

  test('where only the compressed side has it, it is set beside the rest, and first if it is most', () => {
    const known = findings({ paired: true, flips: 0.062 });
    const said = (images: number) =>
      sentence(known, prunedTo(0.5), names, { treated: { images, bothSides: false } });
    expect(said(43).details).toContain(
      'Re-estimating the normalisation, done to the compressed side alone, changes 43 images by ' +
        'itself, 10% of ' +
        'as many as change here.',
    );
    expect(said(215).remark ?? '').not.toContain('mostly');
    expect(said(216).remark).toMatch(
      /^Re-estimating the normalisation by itself changes 216 images: what is shown is mostly that\. /,
    );
    const both = sentence(known, prunedTo(0.5), names, { treated: { images: 400, bothSides: true } });
    expect(both.remark ?? '').not.toContain('mostly');
  });

  test('fine-tuning: what it gave back, with its interval, and what it did not', () => {
    const points = { value: 11.42, interval: [11.03, 11.81] as [number, number], n: 10 };
    const lost = { value: -11.94, interval: null, n: 10 };
    const known = findings({ paired: true, flips: 0.062 });
    const tuned = prunedTo(0.9, { finetune: 0.25 });
    const said = (changes: object) => {
      const regained = { points, lost, before: 1203, stay: 310, fresh: 121, ...changes };
      return plainText(sentence(known, tuned, names, { regained }));
    };
    expect(said({})).toMatch(
      /^Removing 90% of the weights, then fine-tuning for 0\.25 epochs, costs 1\.4 percentage points/,
    );
    expect(sentence(known, tuned, names, { treated: { images: 12, bothSides: true } }).details).toContain(
      'Fine-tuning, done to both sides, changes 12 images by itself.',
    );
    expect(said({})).toContain(
      'Fine-tuning gave back 11.4 of the 11.9 percentage points that pruning alone cost. ' +
        'Of the 1,203 images that pruning alone changed, 310 stay changed, and 121 others are new. ' +
        '431 of 10,000',
    );
    expect(crowdedClauses(said({}))).toEqual([]);
    const regained = { points, lost, before: 1203, stay: 310, fresh: 121 };
    expect(sentence(known, tuned, names, { regained }).details).toContain(
      'Fine-tuning changes accuracy by +11.4 points against pruning alone (95% 11.0 to 11.8).',
    );
    expect(said({ stay: 1, fresh: 0 })).toContain(
      'Of the 1,203 images that pruning alone changed, 1 stays changed. 431',
    );
    const none = { points: { ...points, value: 0.1, interval: [-0.1, 0.3] } };
    expect(said(none)).toContain('gave back no measurable accuracy. ');
    const few = { points: { ...points, value: 10.9, interval: [-2, 23.8] } };
    expect(said(few)).toContain(
      'Fine-tuning seems to give back 10.9 percentage points, but networks are too few to tell. ',
    );
    const worse = { points: { ...points, value: -0.5, interval: [-0.7, -0.3] }, before: 0 };
    expect(said(worse)).toContain('Fine-tuning cost a further 0.5 percentage points');
    expect(said(worse)).toContain('. Pruning alone changed no label.');
    const rounds = prunedTo(0.9, { finetune: 1, rounds: 3 });
    const iterative = plainText(sentence(known, rounds, names, { regained }));
    expect(iterative).toMatch(
      /^Removing 90% of the weights in 3 rounds, fine-tuning for 1 epoch after each, costs 1\.4 /,
    );
    expect(iterative).toContain('Fine-tuning in rounds gave back 11.4 of the 11.9 percentage points that ');
    const only = sentence(known, prunedTo(0, { finetune: 3 }), names);
    expect(plainText(only)).toMatch(/^Removing no weight, only fine-tuning for 3 epochs, costs /);
  });

  test('keeps the intervals in reach', () => {
    const { details } = sentence(findings(), sparse, names);
    expect(details).toEqual([
      'Every interval is one of 95%.',
      'Accuracy: dense 91.2%, interval 91.1% to 91.3%, over 30 networks; compressed 89.8%, ' +
        'interval 89.7% to 89.9%, over 30 networks.',
      'The second dense population changes 244 images, with 30 networks against 30.',
      'Beyond it: +187 images, interval +150 to +224, these networks held fixed.',
      'Classes flagged by Welch’s test: 2, 2 after adjustment; retraining alone flags 0.',
      'Shirt: −3.9 points beyond the average, interval −4.4 to −3.4 with other networks, p < .001, ' +
        'adjusted < .001.',
      'The average counts every image once, so a class counts by its images.',
      'Picked from 3 classes, which its interval does not allow for.',
      'Ties go to the larger class index; no image is tied.',
    ]);
    expect(details.flatMap(hardToRead)).toEqual([]);
    const half = sentence(findings({ floor: halves(298.2) }), sparse, names).details;
    expect(half.flatMap(hardToRead)).toEqual([]);
    expect(half.join(' ')).toContain('retraining alone flags 0.00 between dense halves.');
  });

  test('the paired test stands beside Welch, labelled', () => {
    const pays: ClassImpact = {
      ...impact(2, -5.3, -3.9, 0.0002),
      paired: { t: -9, df: 29, p: 0.004 },
      pairedInterval: [-4.1, -3.7],
    };
    const { details } = sentence(findings({ impacts: [pays], paired: true }), prunedTo(0.9), names);
    expect(details).toContain('Shirt, on the same networks, paired: −4.1 to −3.7, p = .004.');
  });

  test('never shows what is not a number', () => {
    const odd = findings({
      impacts: [{ ...impact(9, 0, -2, 0.01), absolute: null, normalisedInterval: null }],
    });
    const said = sentence(odd, sparse, names);
    expect([plainText(said), ...said.details].join(' ')).not.toMatch(/NaN|undefined|null/);
    expect(plainText(said)).toContain('Class 9 loses 2.0 percentage points');
  });
});
