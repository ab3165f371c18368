import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Card } from './Card';
import { PictureAddresses, ShardImage } from './ShardImage';
import { example } from './testing/findings';

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
  expect(card({})).toBe(
    '<button type="button" class="exemplars-card exemplars-forgotten" data-testid="pie-card" ' +
      'data-image-id="0" data-is="image:0" data-of="class:0" data-label="0" data-dense="0" ' +
      'data-compressed="1" tabindex="0">' +
      '<canvas class="exemplars-image" data-ink="true" width="2" height="2" ' +
      'style="width:96px;height:96px" aria-hidden="true"></canvas><span class="exemplars-rule"></span>' +
      '<span class="exemplars-says exemplars-dense">' +
      '<span class="exemplars-hidden">Image 0, forgotten. Dense: </span>Shirt</span>' +
      '<span class="exemplars-says exemplars-compressed"><span class="exemplars-hidden">Compressed: ' +
      '</span>Coat</span><span class="exemplars-says exemplars-label">' +
      '<span class="exemplars-hidden">Label: </span>Shirt</span></button>',
  );
});

test('the card of the open image says so, and leaves the Tab order when told to', () => {
  const markup = card({ current: true, tabIndex: -1 });
  expect(markup).toContain('aria-current="true"');
  expect(markup).toContain('tabindex="-1"');
});

test('an image without a picture is its id, or the picture at its address, asked for late', () => {
  const shard = { ...example.shard, images: new Uint8Array(), ids: ['a', 'b'] };
  const tile = '<span class="exemplars-noimage" style="width:96px" aria-hidden="true">a</span>';
  expect(card({ shard })).toContain(tile);
  const at = (addressOf: (image: number) => string | null) =>
    renderToStaticMarkup(
      <PictureAddresses.Provider value={addressOf}>
        <ShardImage shard={shard} image={0} limit={96} />
      </PictureAddresses.Provider>,
    );
  expect(at(() => null)).toBe(tile);
  expect(at((image) => `https://host.example/${image}.png`)).toBe(
    '<img class="exemplars-elsewhere" alt="" width="96" height="96" loading="lazy" decoding="async" ' +
      'referrerPolicy="no-referrer" src="https://host.example/0.png"/>',
  );
});
