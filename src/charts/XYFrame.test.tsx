import { scaleLinear } from 'd3';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { XYFrame, xyFrame } from './XYFrame';

const frame = xyFrame(
  200,
  { left: 40, right: 10, top: 20, ground: 100 },
  scaleLinear().domain([0, 10]),
  scaleLinear().domain([0, 1]),
);

describe('XYFrame', () => {
  it('gives the scales the room that the margins leave, y upward', () => {
    expect([frame.x(0), frame.x(10), frame.y(0), frame.y(1)]).toEqual([40, 190, 100, 20]);
    expect(frame).toMatchObject({ left: 40, right: 190, top: 20, ground: 100 });
  });

  it('writes ticks and titles of both axes, guides where asked, and what fills it', () => {
    const text = renderToStaticMarkup(
      <XYFrame
        frame={frame}
        x={{ ticks: [5], format: (tick) => `x${tick}`, title: 'steps' }}
        y={{ ticks: [0, 1], format: (tick) => `y${tick}`, title: 'share' }}
      >
        <circle />
      </XYFrame>,
    );
    expect(text).toContain('<text class="soft" x="0" y="14">share</text>');
    expect(text).toContain(
      '<g transform="translate(0,20.0)"><line class="guide" x1="40" x2="190"></line><text ' +
        'class="soft" x="32" y="4" text-anchor="end">y1</text></g>',
    );
    expect(text).toContain(
      '<g transform="translate(115.0,0)"><text class="soft" y="118" text-anchor="middle">x5</text></g>',
    );
    expect(text).toContain('<text class="soft" x="190" y="136" text-anchor="end">steps</text><circle>');
    const none = renderToStaticMarkup(
      <XYFrame
        frame={frame}
        x={{ ticks: [5], format: String }}
        y={{ ticks: [0], format: String }}
        guides="none"
      />,
    );
    expect(none).not.toContain('guide');
  });
});
