import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { ClassDetail } from './ClassDetail';

const truth = Uint16Array.from([0, 0, 1, 1, 2, 2]);
const dense = predictionsOf(
  'dense',
  [0, 1].map(() => [0, 2, 1, 1, 2, 2]),
  3,
);
const compressed = predictionsOf(
  'pruned',
  [0, 1].map(() => [1, 0, 1, 1, 2, 2]),
  3,
);
const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 0 });

test('in an opened class each network, and each class it is confused with, is that one elsewhere', () => {
  const markup = renderToStaticMarkup(
    <ClassDetail
      impact={findings.classImpact[0]}
      {...{ findings, truth }}
      classes={['ant', 'bee', 'cat']}
      width={400}
    />,
  );
  const networks = ['dense', 'compressed'].flatMap((side) => [0, 1].map((row) => `member:${side}/${row}`));
  const links = [...markup.matchAll(/data-is="([^"]*)"/g)].map(([, is]) => is);
  expect(links).toEqual([...networks, 'class:1', 'class:2']);
  expect(markup).toMatch(/<li data-is="class:1"><span>bee<\/span>/);
});
