// Pruning in patterns that hardware can use: 2 of every 4 consecutive weights stay, or 4 of every 8.
import { kernelSize, prunableLayers } from '../../architecture';
import { networkCost } from '../../cost';
import { patternBytes, patternCuts, patternKept, prunePattern } from '../../pattern';
import { patternSizes } from '../../patternSizes';
import type { Pattern } from '../../variant';
import type { Making } from './making';

function patterned(id: Pattern): Making {
  const { kept, group } = patternSizes(id);
  return {
    make: (dense) => prunePattern(dense, id),
    cuts: (architecture, kernels) => patternCuts(architecture, kernels, id),
    // Layer by layer, since a last group may not be full.
    cost(architecture) {
      const layers = prunableLayers(architecture);
      const rowOf = new Map(layers.map((layer) => [layer.name, kernelSize(layer) / layer.output]));
      const cost = networkCost(architecture, (name) => {
        const row = rowOf.get(name) ?? 1;
        return 1 - patternKept(id, row) / row;
      });
      const bytes = layers.reduce((sum, layer) => {
        const row = kernelSize(layer) / layer.output;
        return sum + patternBytes(id, layer.output * patternKept(id, row));
      }, 0);
      return { ...cost, bytes };
    },
    stored: ({ layers }) => ({
      name: 'Stored compressed',
      bytes: layers.reduce((sum, layer) => sum + patternBytes(id, layer.kept), 0),
      note: `a float16 value for each weight left, and ${Math.log2(group)} bits for its place`,
    }),
    multiplied: 'zeros skipped',
    definition: [
      `Of every ${group} consecutive weights ${kept} stay, those with the largest magnitude, of ` +
        'equal ones the later. Consecutive means in the order in which hardware multiplies. That is within ' +
        'one output channel, row by row, column by column, and at each place input channel by ' +
        'input channel. A last group that is not full counts as filled up with zeros, so up to ' +
        `${kept} of it stay. Every convolution and dense kernel is pruned, first and last included.`,
    ],
  };
}

export const pattern24 = patterned('2:4');
export const pattern48 = patterned('4:8');
