import { memo } from 'react';
import type { PermutationTest } from '../../audit/retraining/permutationTest';
import { retrainingVerdict } from '../../audit/retraining/verdict';
import { Chart } from '../../charts/Chart';
import { ChartTable } from '../../charts/ChartTable';
import { Bar, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { count, decimal, noun, pBounded, pPhrase, range, signed } from '../../text/format';

const MARGINS = { left: 40, right: 12, top: 40, ground: 180 };
const height = 226;

type PermutationChartProps = { test: PermutationTest; width: number };

/**
 * The counts of the permutation test as a histogram, what is seen as a line: the distribution under
 * "compression does nothing", beside p.
 */
export const PermutationChart = memo(function PermutationChart({ test, width }: PermutationChartProps) {
  const { bins, observed, range: usual } = test;
  const most = Math.max(...bins.map(({ shuffles }) => shuffles));
  const low = Math.min(bins[0].from, observed);
  const high = Math.max(bins[bins.length - 1].to, observed);
  const room = Math.max(1, 0.04 * (high - low));
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [low - room, high + room],
      ticks: Math.max(2, Math.floor(width / 110)),
      format: count,
      title: 'PIEs',
    },
    { domain: [0, most], ticks: 3, format: count, title: 'relabellings, if compression did nothing' },
  );
  const { x, y, ground, top } = frame;
  const isRight = x(observed) > width / 2;
  return (
    <figure className="noise-permutation">
      <figcaption className="noise-test">{permutationSentence(test)}</figcaption>
      <Chart
        {...{ width, height }}
        label="PIEs if compression does nothing, over relabellings of the networks, and the PIEs seen"
      >
        <XYFrame frame={frame} />
        {bins.map(({ from, to, shuffles }) => {
          const left = x(from - 0.5) + 0.5;
          const right = Math.max(left + 0.5, x(to + 0.5) - 0.5);
          return <Bar key={from} className="fill-grey" x={[left, right]} y={[y(shuffles), ground]} />;
        })}
        <Rule className="axis" x={usual.map(x)} y={ground + 3} />
        <Rule className="noise-observed stroke-forgotten" x={x(observed)} y={[top - 14, ground]} />
        <Label
          className="noise-label"
          x={x(observed) + (isRight ? -6 : 6)}
          y={top - 4}
          textAnchor={isRight ? 'end' : 'start'}
          text={`${count(observed)} seen`}
        />
      </Chart>
    </figure>
  );
});

/** What the test says, with the count seen, what it would be, and p. */
export function permutationSentence(test: PermutationTest): string {
  const { shuffles, observed, mean, range: usual, p, least, excess, interval } = test;
  const ends = interval
    ? `95%: ${range(interval, (end) => signed(end, 0))}`
    : 'too few networks for an interval';
  return (
    `If compression did nothing, ${decimal(mean)} images would change. ` +
    `${count(observed)} ${noun(observed, 'does', 'do')}, ${signed(excess, 0)} beyond that (${ends}), ` +
    `p ${pBounded(p, least)}. In 95% of ${count(shuffles)} relabellings of the networks, ` +
    `${range(usual, count)} change.`
  );
}

/** What the test of equivalence says, and whether the sentence follows it. */
export function equivalenceSentence(test: PermutationTest): string {
  const { margin, p } = test.equivalence;
  const isSaid = retrainingVerdict(test) === 'no more';
  return (
    `of ${decimal(test.mean)}, ${decimal(margin)} images either way: two one-sided tests, p ${pPhrase(p)}, ` +
    `so it is ${isSaid ? '' : 'not '}said.`
  );
}

/** The histogram as a table. */
export function PermutationTable({ test: { bins, shuffles } }: { test: PermutationTest }) {
  return (
    <ChartTable
      caption={
        `PIEs in ${count(shuffles)} relabellings of the networks of both populations: the distribution ` +
        'under “compression does nothing”'
      }
      columns={[
        ['PIEs', (bin) => (bin.from === bin.to ? count(bin.from) : `${count(bin.from)} to ${count(bin.to)}`)],
        ['Relabellings', (bin) => count(bin.shuffles)],
      ]}
      rows={bins}
    />
  );
}
