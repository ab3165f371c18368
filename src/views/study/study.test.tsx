import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { type Annotations, mergeAnnotations } from '../../audit/study/study';
import { summariseStudy } from '../../audit/study/studySummary';
import { Results } from './Results';
import { SharesSvg } from './SharesChart';
import { differenceCell, kappaCell, shareCell, studyClaim, studySourceLine, studyWords } from './studyWords';

const images = Array.from({ length: 40 }, (_, image) => image);
const settings = { data: 'tiny', level: 0.9, label: null, size: 40, seed: 0 };

/**
 * Images below 20 are PIEs; the first `coded` of them and the first `others` of the rest have the label code.
 */
function by(annotator: string, coded: number, others: number, judged = 40): Annotations {
  return {
    study: { settings, images },
    annotator,
    ownCodes: [],
    judgements: images.slice(0, judged).map((image) => ({
      image,
      codes: image < coded || (image >= 20 && image < 20 + others) ? ['label'] : [],
      note: '',
      difficulty: null,
      at: '2026-01-01T00:00:00.000Z',
    })),
    pies: images.slice(0, 20),
  };
}
const summaryOf = (...files: Annotations[]) => summariseStudy(mergeAnnotations(files));

describe('the claim', () => {
  test('names the code that tells PIEs apart most', () => {
    const { claim, evidence } = studyClaim(summaryOf(by('a', 12, 1)));
    expect(claim).toBe(
      '“Label incorrect or inadequate” holds of 60.0% of the PIEs and of 5.0% of the others.',
    );
    expect(evidence).toMatch(/^12 of 20 against 1 of 20: \+55\.0 \(.* to .*\) points, 95%; adjusted p /);
  });
  test('says when nothing does, and when too little is judged', () => {
    expect(studyClaim(summaryOf(by('a', 3, 2))).claim).toBe(
      'No code differs measurably between PIEs and other images, 20 and 20 judged.',
    );
    expect(studyClaim(summaryOf(by('a', 3, 2, 10))).claim).toMatch(/^Too few images are judged/);
  });
});

test('cells carry intervals and counts, and say why there is no value', () => {
  const { codes } = summaryOf(by('a', 12, 1), by('b', 10, 1));
  expect(shareCell(codes[0].pie)).toBe('50.0% (29.9 to 70.1), 10 of 20');
  expect(differenceCell(codes[0].difference)).toMatch(/^\+45\.0 \(/);
  expect(kappaCell(codes[0].agreement!)).toMatch(/^0\.88 \(0\.\d\d to 1\.00\)$/);
  expect(kappaCell(codes[1].agreement!)).toBe('not defined: all say the same');
  const none = summaryOf(by('a', 1, 1, 10)).codes[0];
  expect([shareCell(none.nonPie), differenceCell(none.difference)]).toEqual(['–', '–']);
  expect(studyWords(summaryOf(by('a', 1, 1)))).toBe('40 images, 1 annotator');
});

test('a picture of a study says whose images it shows, how they were drawn, how much was said', () => {
  expect(studySourceLine('Tiny', ['cat'], summaryOf(by('a', 1, 1), by('b', 1, 1, 10)))).toBe(
    'Tiny, networks with 90% of the weights removed: 40 images, 2 annotators, 50 judgements, drawn ' +
      'with seed 0.',
  );
  const one = { ...summaryOf(by('a', 1, 1)), settings: { ...settings, label: 0 } };
  expect(studySourceLine('Tiny', ['cat'], one)).toContain('40 judgements of class cat, drawn with seed 0.');
});

test.each([390, 760])('the chart of shares at %d px', (width) => {
  const { codes } = summaryOf(by('a', 12, 1));
  const svg = renderToStaticMarkup(<SharesSvg codes={codes.slice(0, 2)} width={width} />);
  expect(svg).not.toContain('NaN');
  expect(svg).toMatchSnapshot();
});

test('names and notes from files stay text, and the paper’s figures are said to be the paper’s', () => {
  const page = renderToStaticMarkup(
    <Results
      summary={summaryOf(by('<script>alert(1)</script>', 2, 2), by('b', 2, 2), by('c', 1, 0))}
      notes={[{ annotator: 'b', place: 1, note: '<img src=x onerror=alert(1)>' }]}
      problem={null}
      onFiles={() => {}}
      onSave={() => {}}
      onSaveStudy={() => {}}
      onRemove={() => {}}
      onSaveSummary={() => {}}
      onRename={() => {}}
      onDrop={() => {}}
    />,
  );
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<img');
  expect(page).toContain('Fleiss&#x27; kappa');
  expect(page).toContain('not computed here (Hooker et al., arXiv 1911.05248, version 2');
});
