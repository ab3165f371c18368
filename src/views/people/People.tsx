import type { HumanComparison } from '../../audit/classes/humanVotes';
import type { Estimate } from '../../audit/findings';
import { Chart } from '../../charts/Chart';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { IntervalMark } from '../../charts/IntervalMark';
import { Label, move } from '../../charts/marks';
import { useWidth } from '../../charts/useWidth';
import { type Frame, XYFrame, xyFrame } from '../../charts/XYFrame';
import { count, cut, decimal, noun, percent, range } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { peopleClaim } from './peopleWords';
import './people.css';

export type PeopleProps = { people: HumanComparison; source: string; stale?: boolean };

const ROW = 46;
const HEAD = 40;

/**
 * "Are they harder for people?": entropy of people's votes and their accuracy on PIEs, on matched images,
 * on the rest.
 */
export function People({ people, source, stale }: PeopleProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const sets = [
    { id: 'pies', name: 'PIEs', ...people.pies },
    { id: 'matched', name: 'As contested, no PIEs', ...people.matched },
    { id: 'rest', name: 'All others', ...people.rest },
  ];
  const bits = (value: number) => decimal(value, 2);
  return (
    <Figure
      title="Are they harder for people?"
      methods={methodsHref('people')}
      name="people"
      {...peopleClaim(people)}
      how={
        'a stroke is the mean over images, the line through it its 95% interval. Entropy is 0 bits ' +
        'where all say one class. Contested images are weighted to the PIEs’ distribution of dense ' +
        `vote margin, crossed with whether the dense majority is right; ${count(people.unmatched)} ` +
        `${noun(people.unmatched, 'PIE')} found none. ${source}`
      }
      table={
        <ChartTable
          caption="People’s votes on each set of images"
          columns={[
            ['Images', ({ name }) => name],
            ['n', ({ images }) => count(images)],
            ['Entropy, bits', ({ entropy }) => (entropy ? bits(entropy.value) : '–')],
            ['95% interval', ({ entropy }) => range(entropy?.interval ?? null, bits)],
            ['Votes for the label', ({ accuracy }) => percent(accuracy?.value)],
            ['95% interval', ({ accuracy }) => range(cut(accuracy?.interval), percent)],
          ]}
          rows={sets}
        />
      }
      stale={stale}
    >
      <div ref={ref}>
        <PeopleChart sets={sets} width={width} />
      </div>
    </Figure>
  );
}

type Shown = {
  id: string;
  name: string;
  images: number;
  entropy: Estimate | null;
  accuracy: Estimate | null;
};

function PeopleChart({ sets, width }: { sets: Shown[]; width: number }) {
  const left = width < 560 ? 0 : 170;
  const under = width < 560 ? 22 : 0;
  const gap = 36;
  const half = (width - left - gap) / 2;
  const most = Math.max(0.1, ...sets.map(({ entropy }) => entropy?.interval?.[1] ?? entropy?.value ?? 0));
  const height = HEAD + sets.length * (ROW + under);
  const room = { top: HEAD - 4, ground: height - 6 };
  const axis = { above: 30, ends: [0, Infinity] } as const;
  const entropy = xyFrame(
    left + half,
    { left: left + 6, right: 14, ...room },
    { ...axis, domain: [0, most], nice: 4, ticks: 3 },
  );
  const accuracy = xyFrame(
    width,
    { left: left + half + gap, right: 16, ...room },
    { ...axis, domain: [0, 1], ticks: [0, 0.5, 1], format: (tick) => percent(tick, 0) },
  );
  return (
    <Chart
      {...{ width, height }}
      className="people"
      label="Entropy and accuracy of people’s votes by set of images"
    >
      <Axis frame={entropy} title="Entropy, bits" />
      <Axis frame={accuracy} title="Votes for the label" />
      {sets.map((set, index) => {
        const top = HEAD + index * (ROW + under);
        return (
          <g key={set.id} transform={move(0, top)}>
            <text className="strong clear" y={under ? 14 : 18}>
              {set.name}
              {under > 0 && <tspan className="people-size">{` ${count(set.images)}`}</tspan>}
            </text>
            {!under && (
              <Label className="soft" y={35} text={`${count(set.images)} ${noun(set.images, 'image')}`} />
            )}
            <Mark estimate={set.entropy} x={entropy.x} y={22 + under} />
            <Mark estimate={set.accuracy} x={accuracy.x} y={22 + under} />
          </g>
        );
      })}
    </Chart>
  );
}

function Axis({ frame, title }: { frame: Frame; title: string }) {
  return (
    <XYFrame frame={frame} guides="x">
      <Label className="strong" x={frame.x(0)} y={12} text={title} />
    </XYFrame>
  );
}

function Mark({ estimate, x, y }: { estimate: Estimate | null; x: Frame['x']; y: number }) {
  if (!estimate) return null;
  return (
    <IntervalMark at={x} mean={estimate.value} ends={estimate.interval} across={y} horizontal reach={7} />
  );
}
