import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { NetworkDiagram } from '../../charts/NetworkDiagram';
import { useWidth } from '../../charts/useWidth';
import type { Architecture } from '../../model/architecture';
import { count, percent, short } from '../../text/format';
import { diagramRows, type KeptOf, networkClaim } from './rows';
import './network.css';

export type NetworkFigureProps = {
  architecture: Architecture;
  /** How many weights of each layer are left, once weights went. */
  keptOf?: KeptOf;
};

/** The network, layer by layer: a diagram that scrolls in its box, and the table behind it. */
export function NetworkFigure({ architecture, keptOf = null }: NetworkFigureProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const rows = diagramRows(architecture, keptOf);
  const { channels, height, width: across } = architecture.input;
  const hasKept = rows.some(({ kept }) => kept !== null);
  const label = `${rows.length} rows from the image to the classes; the table has the same numbers`;
  return (
    <Figure
      title="The network, layer by layer"
      name="network"
      claim={networkClaim(architecture, short)}
      how={
        <>
          an image goes in at the top, the classes come out at the bottom. A line is what flows from layer to
          layer, a filled dot a layer with weights. Beside it stand what the layer gives (channels × rows ×
          columns), its weights, its multiply-adds an image
          {hasKept && ', and the share of its weights that is left'}. A multiply-add is one product that is
          added to a sum.
        </>
      }
      table={
        <ChartTable
          caption="Layers of the network"
          columns={[
            ['Layer', ({ name }) => name],
            ['What it does', ({ words }) => words],
            ['Takes', ({ inputs }) => inputs.map((row) => (row < 0 ? 'input' : rows[row].name)).join(', ')],
            ['Gives', ({ shape }) => shape.join(' × ')],
            ['Weights', ({ weights }) => count(weights)],
            ['Multiply-adds', ({ multiplyAdds }) => count(multiplyAdds)],
            hasKept && [
              'Left',
              ({ weights, kept }) => percent(kept === null || weights === 0 ? null : kept / weights),
            ],
          ]}
          rows={rows}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="network-scroll" aria-label="Diagram of the layers" tabIndex={0}>
        <div ref={ref}>
          <NetworkDiagram
            input={{ words: channels === 1 ? 'image, grey' : 'image', shape: [channels, height, across] }}
            rows={rows}
            label={label}
            width={width}
          />
        </div>
      </section>
    </Figure>
  );
}
