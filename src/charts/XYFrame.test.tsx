import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { count } from '../text/format';
import { XYFrame, xyFrame } from './XYFrame';

const frame = xyFrame(
  200,
  { left: 40, right: 10, top: 20, ground: 100 },
  { domain: [0, 10], ticks: [5], format: (tick) => `x${tick}`, title: 'steps' },
  { domain: [0, 1], ticks: 1, format: (tick) => `y${tick}`, title: 'share' },
);

describe('XYFrame', () => {
  it('gives the scales the room that the margins leave, y upward', () => {
    expect([frame.x(0), frame.x(10), frame.y(0), frame.y(1)]).toEqual([40, 190, 100, 20]);
    expect(frame).toMatchObject({ left: 40, right: 190, top: 20, ground: 100 });
  });

  it('makes room for the longest of what is written along y, and none where nothing is', () => {
    const margins = { left: 3, right: 10, top: 20, ground: 100 };
    const most = { domain: [0, 1000] as [number, number], ticks: [0, 1000], format: count };
    const { left } = xyFrame(200, margins, { domain: [0, 1] }, most);
    expect(left).toBeGreaterThan(37);
    expect(left).toBeLessThan(46);
    expect(xyFrame(200, margins, { domain: [0, 1] }, { domain: [0, 1] }).left).toBe(3);
  });

  it('writes ticks and titles of both axes, guides where asked, and what fills it', () => {
    const text = renderToStaticMarkup(
      <XYFrame frame={frame}>
        <circle />
      </XYFrame>,
    );
    expect(text).toContain('<text x="0" y="14" class="soft">share</text>');
    expect(text).toContain(
      '<g transform="translate(0,20)"><line x1="40" x2="190" y1="0" y2="0" class="guide"></line><text ' +
        'x="32" y="4" class="soft" text-anchor="end">y1</text></g>',
    );
    expect(text).toContain(
      '<g transform="translate(115,0)"><text x="0" y="118" class="soft" text-anchor="middle">x5</text></g>',
    );
    expect(text).toContain('<text x="190" y="136" class="soft" text-anchor="end">steps</text><circle>');
    const none = renderToStaticMarkup(<XYFrame frame={frame} guides="none" />);
    expect(none).not.toContain('guide');
  });
});
