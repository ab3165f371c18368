import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { votesOf } from '../../audit/fixtures/votesOf';
import { example } from '../exemplars/testing/findings';
import { Inspector, type InspectorProps } from './Inspector';

const inspect = (change: Partial<InspectorProps>) =>
  renderToStaticMarkup(
    <Inspector
      shard={example.shard}
      image={0}
      findings={example.findings}
      predictions={{ dense: example.dense, compressed: example.compressed }}
      compressed={{ title: '90% removed', phrase: 'at 90%' }}
      levels={[
        { label: '50%', here: false, sparsity: 0.5, isPie: false },
        { label: '90%', here: false, sparsity: 0.9, isPie: true },
      ]}
      position={2}
      count={4}
      pinned={false}
      onStep={() => {}}
      onPin={() => {}}
      onClose={() => {}}
      {...change}
    />,
  );
const text = (markup: string) => markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');

test('an image with votes, answers and levels', async () => {
  await expect(inspect({})).toMatchFileSnapshot('__snapshots__/inspector.html');
});

test('an unchanged image says so, and one outside the selection has no place in it', () => {
  const markup = text(inspect({ image: 1, position: null }));
  expect(markup).toContain('Labelled Coat. The dense population says Coat; at 90% it still says Coat.');
  expect(markup).toContain('not in this selection');
});

test('without predictions the votes remain', () => {
  const markup = text(inspect({ predictions: null, levels: [] }));
  expect(markup).toContain('90% removed, 3 votes');
  expect(markup).not.toContain('Each network');
});

test('the ends of the order disable stepping beyond them', () => {
  expect(inspect({ position: 0 })).toMatch(/disabled=""[^>]*><kbd>K/);
  expect(inspect({ position: 3 })).toMatch(/disabled=""[^>]*><kbd>J/);
  expect(inspect({ position: null })).not.toContain('disabled');
});

test('a tie tells how it was decided', () => {
  const dense = votesOf([[1, 1, 0]]);
  const votes = { ...example.findings.votes, dense };
  const members = { dense: 2, compressed: 3 };
  const markup = text(inspect({ findings: { ...example.findings, votes, members }, predictions: null }));
  expect(markup).toContain('A tie: it goes to the larger class index.');
});
