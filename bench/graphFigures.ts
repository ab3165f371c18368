// The figures of architectures of the field, of the parts that measure them.
import { ratioOf, type Spread, spreadOf } from '../src/model/measurements';
import type { Figure } from './figures';
import type { DepthwiseResult, EngineResult, GraphGpuResult, GraphResult, MemoryResult } from './results';

export type GraphMeasured = {
  graphs: GraphResult | null;
  graphMemory: MemoryResult | null;
  graphsGpu: GraphGpuResult | null;
  depthwise: DepthwiseResult | null;
};

type GraphFigure = Extract<
  Figure,
  `graph${string}` | 'winogradVsDirect' | 'depthwiseVsRows' | 'resnet18MemoryMb'
>;

/** The networks and images that the bar of memory is for. */
const RESNET = { members: 4, images: 64 };

/** Rounds of ours beside the other library at its fastest, in any round or while its batch was chosen. */
export function besideFastest(ours: EngineResult, theirs: EngineResult): Spread {
  const fastest = Math.max(...theirs.rounds, ...Object.values(theirs.tried));
  return spreadOf(ours.rounds.map((pairs) => pairs / fastest));
}

/** Every figure of graphs; null where it was not measured. */
export function graphFigures({
  graphs,
  graphMemory,
  graphsGpu,
  depthwise,
}: GraphMeasured): Record<GraphFigure, Spread | null> {
  const compared = (engines: EngineResult[] | undefined) =>
    engines?.length === 2 ? besideFastest(engines[0], engines[1]) : null;
  const on = (name: string) => compared(graphs?.engines[name]);
  const isWhole = graphMemory?.members === RESNET.members && graphMemory.images === RESNET.images;
  return {
    'graphDenseVsOrt.resnet20': on('resnet20 dense'),
    'graphDenseVsOrt.wrn16x2': on('wrn16x2 dense'),
    'graphDenseVsOrt.mobilenetv2': on('mobilenetv2 dense'),
    'graphDenseVsOrt.vgg11': on('vgg11 dense'),
    'graphSparse90VsOrt.resnet20': on('resnet20 sparse'),
    'graphSparse90VsOrt.wrn16x2': on('wrn16x2 sparse'),
    'graphSparse90VsOrt.mobilenetv2': on('mobilenetv2 sparse'),
    'graphSparse90VsOrt.vgg11': on('vgg11 sparse'),
    winogradVsDirect: graphs ? ratioOf(graphs.winograd.direct, graphs.winograd.winograd) : null,
    depthwiseVsRows: depthwise ? ratioOf([depthwise.mobilenetv2.rows], [depthwise.mobilenetv2.dense]) : null,
    'graphWebgpuVsOrt.resnet20': compared(graphsGpu?.engines),
    resnet18MemoryMb:
      graphMemory && isWhole
        ? {
            median: graphMemory.megabytes,
            least: graphMemory.megabytes,
            most: graphMemory.megabytes,
            runs: 1,
          }
        : null,
  };
}
