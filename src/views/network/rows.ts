/** A network as rows of its diagram: each layer with weights, and with it what follows it alone. */
import type { DiagramRow } from '../../charts/NetworkDiagram';
import type { Architecture } from '../../model/architecture';
import type { WeightsLeft } from '../../model/cost';
import { graphOf } from '../../model/graph';
import { isActivation } from '../../model/layers/registry';
import { summariseNetwork } from '../../model/summary';

/** How many weights of a layer are left, by its name; null where nothing was removed. */
export type KeptOf = ((layer: string) => number | undefined) | null;

/**
 * The rows of an architecture. A BatchNorm or an activation stands in the row of the layer that it follows,
 * where nothing else takes that layer's output, so that sixty layers are some twenty rows.
 */
export function diagramRows(architecture: Architecture, keptOf: KeptOf = null): DiagramRow[] {
  const nodes = graphOf(architecture);
  const { layers } = summariseNetwork(architecture);
  const rowOf: number[] = [];
  const rows: DiagramRow[] = [];
  nodes.forEach(({ layer, inputs, readers }, index) => {
    const { name, shape, weights, multiplyAdds } = layers[index];
    const words = weights > 0 ? `${name}: ${layers[index].words}` : layers[index].words;
    const [source] = inputs;
    const follows = layer.kind === 'batchNorm' || layer.kind === 'scale' || isActivation(layer);
    if (follows && inputs.length === 1 && source >= 0 && nodes[source].readers.length === 1) {
      const row = rowOf[source];
      rows[row] = {
        ...rows[row],
        words: `${rows[row].words}, ${words}`,
        multiplyAdds: rows[row].multiplyAdds + multiplyAdds,
      };
      rowOf[index] = row;
      return;
    }
    const kept = weights > 0 && keptOf ? (keptOf(name) ?? null) : null;
    rowOf[index] = rows.length;
    const from = inputs.map((each) => (each < 0 ? -1 : rowOf[each]));
    rows.push({ name, words, shape, inputs: from, weights, multiplyAdds, kept });
    if (readers.length === 0 && index < nodes.length - 1) rows[rowOf[index]].words += ', which nothing takes';
  });
  return rows;
}

/** How many weights of each layer are left of one network; null where none goes. */
export function keptIn(left: Pick<WeightsLeft, 'layers'>): KeptOf {
  if (left.layers.every(({ size, kept }) => size === kept)) return null;
  const kept = new Map(left.layers.map((layer) => [layer.name.replace(/\.weight$/, ''), layer.kept]));
  return (layer) => kept.get(layer);
}

/** What a network is, in a sentence; its largest layer where that has a tenth of the weights or more. */
export function networkClaim(architecture: Architecture, total: (value: number) => string): string {
  const { layers, weights, multiplyAdds } = summariseNetwork(architecture);
  const kernels = layers.filter((layer) => layer.weights > 0);
  const most = kernels.reduce((a, b) => (b.weights > a.weights ? b : a), kernels[0]);
  const lead =
    `${layers.length} layers with ${total(weights)} weights, ${total(multiplyAdds)} multiply-adds an ` +
    'image.';
  if (!most || most.weights < weights / 10) return lead;
  return `${lead} ${most.name} alone has ${Math.round((100 * most.weights) / weights)}% of the weights.`;
}
