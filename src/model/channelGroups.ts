/** Which channels of a graph stand and fall together, and which of them may go. */
import type { Architecture } from './architecture';
import { graphOf } from './graph';
import { channelFlow } from './layers/registry';

/**
 * Channels made by some convolutions that only go together: unit i of the group is channel i of every one of
 * its makers, in some order.
 */
export type ChannelGroup = {
  units: number[] /** Numbers of the convolutions that make them. */;
  makers: number[];
};

/** Every value's channels as units; channels of the same unit stand and fall together. */
export type ChannelGroups = {
  groups: ChannelGroup[];
  /** The unit of each channel of a layer's output, -1 being the network's input. */
  unitsOf(value: number): readonly number[];
  unitCount: number;
};

/** Sets that can be united: each is called by its smallest member. */
function createSets() {
  const parents: number[] = [];
  const find = (member: number): number => {
    let root = member;
    while (parents[root] !== root) root = parents[root];
    parents[member] = root;
    return root;
  };
  return {
    find,
    size: () => parents.length,
    fresh(count: number): number[] {
      const first = parents.length;
      for (let i = 0; i < count; i++) parents.push(first + i);
      return Array.from({ length: count }, (_, i) => first + i);
    },
    unite(a: number, b: number) {
      const [x, y] = [find(a), find(b)];
      parents[Math.max(x, y)] = Math.min(x, y);
      return Math.min(x, y);
    },
  };
}

/**
 * The groups of channels that structured pruning may take from. A convolution of one group makes channels of
 * its own, and what works channel by channel hands them on. An addition or multiplication binds the channels
 * of its inputs to each other. The network's input, its answer and what dense layers make all stay. So does
 * all that a layer takes or gives that needs every channel in its place: a convolution of several groups that
 * is not depthwise, LayerNorm, shuffles and slices.
 */
export function channelGroups(architecture: Architecture): ChannelGroups {
  const nodes = graphOf(architecture);
  const sets = createSets();
  const locked: number[] = [];
  const input = sets.fresh(architecture.input.channels);
  locked.push(...input);
  const outputs: number[][] = [];
  const valueUnits = (value: number) => (value < 0 ? input : outputs[value]);
  const makers = new Map<number, number[]>();
  nodes.forEach(({ layer, inputs, inputShapes, shape }, index) => {
    const flow = channelFlow(layer, inputShapes);
    if (flow === 'own' || flow === 'locked') {
      const own = sets.fresh(shape.channels);
      if (flow === 'locked') locked.push(...own, ...inputs.flatMap(valueUnits));
      else if (layer.kind === 'dense') locked.push(...own);
      else makers.set(index, own);
      outputs.push(own);
      return;
    }
    outputs.push(
      Array.from({ length: shape.channels }, (_, channel) => {
        const origins = flow(channel).map((origin) => valueUnits(inputs[origin.input])[origin.channel]);
        return origins.reduce((a, b) => sets.unite(a, b));
      }),
    );
  });
  locked.push(...(outputs.at(-1) ?? []));
  // Makers that share a unit share them all, or none of theirs may go.
  const whole = createSets();
  whole.fresh(sets.size());
  for (const units of makers.values()) {
    for (const unit of units) whole.unite(sets.find(units[0]), sets.find(unit));
  }
  const groupOf = (unit: number) => whole.find(sets.find(unit));
  const fixed = new Set(locked.map(groupOf));
  const unitsIn = new Map<number, Set<number>>();
  const makersIn = new Map<number, number[]>();
  for (const [index, own] of makers) {
    const group = groupOf(own[0]);
    makersIn.set(group, [...(makersIn.get(group) ?? []), index]);
    const units = unitsIn.get(group) ?? new Set();
    for (const unit of own) units.add(sets.find(unit));
    unitsIn.set(group, units);
  }
  const groups: ChannelGroup[] = [];
  for (const [group, indices] of makersIn) {
    const units = [...unitsIn.get(group)!].sort((a, b) => a - b);
    const complete = indices.every((index) => makers.get(index)!.length === units.length);
    const apart = indices.every((index) => new Set(makers.get(index)!.map(sets.find)).size === units.length);
    if (!fixed.has(group) && complete && apart) groups.push({ units, makers: indices });
  }
  const resolved = outputs.map((units) => units.map(sets.find));
  return {
    groups,
    unitsOf: (value) => (value < 0 ? input : resolved[value]),
    unitCount: sets.size(),
  };
}
