import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { populationRows } from '../../audit/populationRows';
import { predictedLevels } from '../../report/predictedLevels';
import { TakeAwayDialog } from './TakeAwayDialog';
import { type TakeSubject, takeOut } from './takeOut';

const truth = Uint16Array.of(0, 1, 0, 1);
const dense = predictionsOf(
  'dense',
  [
    [0, 1, 0, 1],
    [0, 1, 0, 0],
  ],
  2,
);
const compressed = predictionsOf(
  'pruned',
  [
    [0, 1, 1, 1],
    [0, 0, 1, 1],
  ],
  2,
);
const nulls = predictionsOf(
  'again',
  [
    [0, 1, 0, 1],
    [1, 1, 0, 1],
  ],
  2,
);
const findings = audit(
  dense,
  compressed,
  truth,
  { ties: 'largest', alpha: 0.05, seed: 0, paired: false },
  nulls,
);
const levels = predictedLevels(populationRows(findings, { dense, compressed, nulls }, truth).rows);

const subject: TakeSubject = {
  data: 'Mine',
  compressed: 'pruned',
  findings,
  predictions: { dense, compressed },
  nulls,
  truth,
  imageIds: ['a', 'b', 'c', 'd'],
  classValues: ['cat', 'dog'],
  classNames: ['cat', 'dog'],
  pictures: null,
  variant: null,
  levels,
  provenance: [],
  query: '',
};

/** The names of the buttons that cannot be pressed. */
function disabled(subject: TakeSubject): string[] {
  const html = renderToStaticMarkup(<TakeAwayDialog subject={subject} stem="mine" onClose={() => {}} />);
  return [...html.matchAll(/<button[^>]*aria-label="([^"]*)"[^>]* disabled=""/g)].map(([, name]) => name);
}

test('there is no report before the table of levels, and then it has a row a population', async () => {
  expect(disabled({ ...subject, levels: null })).toEqual(['HTML, Report']);
  expect(disabled(subject)).toEqual([]);
  const take = (subject: TakeSubject) => takeOut({ what: 'report.html', subject, created: '' });
  await expect(take({ ...subject, levels: null })).rejects.toThrow(/^Expected the table of levels/);
  const html = await (await take(subject)).text();
  expect(html).toContain('Mine: every population known');
  for (const name of ['Dense', 'Dense, retrained', 'Compressed']) {
    expect(html).toContain(`<th scope="row">${name}</th>`);
  }
});
