import type { Findings } from '../../audit/findings';
import type { Calibration } from '../../audit/scores/calibration';
import { ChartTable, type Column } from '../../charts/ChartTable';
import { capital, count, percent, range } from '../../text/format';
import { ecePercent, pointsRange, signedPoints } from './calibrationWords';

type Props = { calibration: Calibration; accuracy: Findings['accuracy'] };

const sides = ['dense', 'compressed'] as const;
const sets = [
  ['pie', 'PIEs'],
  ['all', 'All images'],
  ['nonPie', 'Non-PIEs'],
] as const;

const eceRange = (interval: [number, number] | null) => range(interval, ecePercent);

/**
 * The calibration of both populations, confidence beside accuracy on each set of images, and the bins of the
 * diagram.
 */
export function CalibrationTables({ calibration: { population, change, scheme }, accuracy }: Props) {
  return (
    <>
      <ChartTable
        caption="Calibration of the networks’ answers: mean over networks"
        columns={[
          ['Population', ({ name }) => name],
          ['Networks', ({ n }) => n && count(n)],
          ['ECE', ({ name, ece }) => shownEce(name, ece.value)],
          ['95% interval', ({ name, ece }) => (name === 'change' ? pointsRange : eceRange)(ece.interval)],
          ['Over-confidence, points', ({ overConfidence }) => signedPoints(overConfidence.value)],
          ['95% interval', ({ overConfidence }) => pointsRange(overConfidence.interval)],
        ]}
        rows={[
          ...sides.map((side) => ({ name: side, n: population[side].ece.n, ...population[side] })),
          { name: 'change', n: null, ...change },
        ]}
      />
      <ChartTable
        caption="What the networks give their answers, and how often they are right"
        columns={[
          ['Images', ([, name]) => name],
          ['n', ([set]) => count(population.dense.confidence[set]?.n)],
          ...sides.flatMap((side): Column<(typeof sets)[number]>[] => [
            [`${capital(side)} confidence`, ([set]) => percent(population[side].confidence[set]?.value)],
            ['95% interval', ([set]) => range(population[side].confidence[set]?.interval ?? null, percent)],
            [`${capital(side)} accuracy`, ([set]) => percent(accuracy[side][set]?.value)],
          ]),
        ]}
        rows={sets}
      />
      {sides.map((side) => (
        <ChartTable
          key={side}
          caption={
            `Answers of the ${side} networks in bins of ` +
            `${scheme === 'width' ? 'equal width' : 'equally many'}`
          }
          columns={[
            ['Probability', ({ low, high }) => range([low, high], percent)],
            ['Answers', ({ answers }) => count(answers)],
            ['Mean probability', ({ confidence }) => percent(confidence)],
            ['Accuracy', ({ accuracy: { value } }) => percent(value)],
            ['95% interval', ({ accuracy: { interval } }) => range(interval, percent)],
          ]}
          rows={population[side].bins}
        />
      ))}
    </>
  );
}

function shownEce(name: string, value: number): string {
  return name === 'change' ? `${signedPoints(value)} points` : ecePercent(value);
}
