import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Card } from './Card';
import { example } from './testData';

const card = (change: object) =>
  renderToStaticMarkup(
    <Card
      shard={example.shard}
      image={0}
      dense={0}
      compressed={1}
      outcome="forgotten"
      testId="pie-card"
      current={false}
      tabIndex={0}
      onOpen={() => {}}
      {...change}
    />,
  );

test('a card names the image, what both populations say, its label and its outcome', () => {
  expect(card({})).toMatchInlineSnapshot(
    `"<button type="button" class="exemplars-card exemplars-forgotten" data-testid="pie-card" data-image-id="0" data-is="image:0" data-of="class:0" data-label="0" data-dense="0" data-compressed="1" tabindex="0"><canvas class="exemplars-image" data-ink="true" width="2" height="2" style="width:96px;height:96px" aria-hidden="true"></canvas><span class="exemplars-rule"></span><span class="exemplars-says exemplars-dense"><span class="exemplars-hidden">Image 0, forgotten. Dense: </span>Shirt</span><span class="exemplars-says exemplars-compressed"><span class="exemplars-hidden">Compressed: </span>Coat</span><span class="exemplars-says exemplars-label"><span class="exemplars-hidden">Label: </span>Shirt</span></button>"`,
  );
});

test('the card of the open image says so, and leaves the Tab order when told to', () => {
  const markup = card({ current: true, tabIndex: -1 });
  expect(markup).toContain('aria-current="true"');
  expect(markup).toContain('tabindex="-1"');
});
