import { ChartTable } from '../../charts/ChartTable';
import { useWidth } from '../../charts/useWidth';
import type { DeviceFigures } from '../../model/deviceFigures';
import { count } from '../../text/format';
import { facts, levelName, three } from './deviceWords';
import { SpeedChart } from './SpeedChart';

/** What was measured of one device: its speeds as bars and as a table, and the other figures line by line. */
export function Measured({ device }: { device: DeviceFigures }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { levels, members, images } = device;
  return (
    <section className="device-measured" data-testid="device-measured" data-device={device.name}>
      <h4>{device.description}</h4>
      <div ref={ref}>{levels.length > 0 && <SpeedChart device={device} width={width} />}</div>
      <ul>
        {facts(device).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {levels.length > 0 && (
        <details>
          <summary>Table</summary>
          <ChartTable
            caption={
              `Images a second through one network: ${count(members)} networks on ${count(images)} ` +
              'images a round, in turns'
            }
            columns={[
              ['Networks', levelName],
              ['Median', ({ imagesPerSecond }) => three(imagesPerSecond.median)],
              ['Least', ({ imagesPerSecond }) => three(imagesPerSecond.least)],
              ['Most', ({ imagesPerSecond }) => three(imagesPerSecond.most)],
              ['Rounds', ({ imagesPerSecond }) => imagesPerSecond.runs],
              ['Ratio to dense', ({ ratio }) => (ratio ? three(ratio.median) : '1')],
              ['Least', ({ ratio }) => ratio && three(ratio.least)],
              ['Most', ({ ratio }) => ratio && three(ratio.most)],
              [
                'Labels that differ',
                ({ differing, compared }) => `${count(differing)} of ${count(compared)}`,
              ],
            ]}
            rows={levels}
          />
        </details>
      )}
    </section>
  );
}
