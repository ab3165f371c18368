import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { offer } from '../../model/testing/offer';
import { PruneOptions } from './PruneOptions';

const page = (changes: Partial<Experiment>) =>
  renderToStaticMarkup(
    <PruneOptions experiment={{ ...defaultExperiment(offer), ...changes }} offer={offer} set={() => {}} />,
  );

test('rounds are offered where the smallest weights go and are fine-tuned; tickets are made on Train', () => {
  const rounds = 'data-testid="rounds"';
  expect(page({ finetune: 0 })).not.toContain(rounds);
  expect(page({ finetune: 1, method: 'random' })).not.toContain(rounds);
  const once = page({ finetune: 1 });
  expect(once).toContain(rounds);
  expect(once).not.toContain('lottery');
  expect(page({ finetune: 1, rounds: 3 })).toContain('lottery tickets are made on <a href="#/train">Train');
});
