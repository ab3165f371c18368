import type { Estimate, Findings } from '../../audit/findings';
import type { Calibration } from '../../audit/scores/calibration';
import { ChartTable } from '../../charts/ChartTable';
import { count, percent, range } from '../../text/format';
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
          'Population',
          'Networks',
          'ECE',
          '95% interval',
          'Over-confidence, points',
          '95% interval ',
        ]}
        rows={[
          ...sides.map((side) => ({
            key: side,
            cells: [
              side,
              count(population[side].ece.n),
              ecePercent(population[side].ece.value),
              eceRange(population[side].ece.interval),
              signedPoints(population[side].overConfidence.value),
              pointsRange(population[side].overConfidence.interval),
            ],
          })),
          {
            key: 'change',
            cells: [
              'change',
              '',
              `${signedPoints(change.ece.value)} points`,
              pointsRange(change.ece.interval),
              signedPoints(change.overConfidence.value),
              pointsRange(change.overConfidence.interval),
            ],
          },
        ]}
      />
      <ChartTable
        caption="What the networks give their answers, and how often they are right"
        columns={[
          'Images',
          'n',
          'Dense confidence',
          '95% interval',
          'Dense accuracy',
          'Compressed confidence',
          '95% interval ',
          'Compressed accuracy',
        ]}
        rows={sets.map(([set, name]) => ({
          key: set,
          cells: [
            name,
            count(population.dense.confidence[set]?.n),
            ...sides.flatMap((side) => [
              ...shown(population[side].confidence[set]),
              percent(accuracy[side][set]?.value),
            ]),
          ],
        }))}
      />
      {sides.map((side) => (
        <ChartTable
          key={side}
          caption={
            `Answers of the ${side} networks in bins of ` +
            `${scheme === 'width' ? 'equal width' : 'equally many'}`
          }
          columns={['Probability', 'Answers', 'Mean probability', 'Accuracy', '95% interval']}
          rows={population[side].bins.map(
            ({ low, high, answers, confidence, accuracy: { value, interval } }) => ({
              key: String(low),
              cells: [
                range([low, high], percent),
                count(answers),
                percent(confidence),
                percent(value),
                range(interval, percent),
              ],
            }),
          )}
        />
      ))}
    </>
  );
}

function shown(estimate: Estimate | null): string[] {
  return [percent(estimate?.value), range(estimate?.interval ?? null, percent)];
}
