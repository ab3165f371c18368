import type { InputShape } from '../../model/architecture';
import { INPUT_NAME } from '../../model/graph';
import { type Shape, showShape } from '../../model/layers/kind';
import { named } from '../check';
import { type GraphBuilder, graphBuilder } from './builder';
import type { Network } from './network';
import { extentsOf, type Layout, orderOf, plainView, type View } from './view';

/** The values of a graph while it is read. */
type Values = {
  builder: GraphBuilder;
  /** A value by its name; throws where nothing gives it. */
  view(name: string): View;
};

/** An operation on named values, in the order of computing. */
export type Operation = {
  title: string;
  /** All that it takes, constants too. */
  inputs: string[];
  outputs: string[];
  /**
   * What it gives, output by output, null where that is no value of a layer. Throws why it does not run here.
   */
  run(values: Values): (View | null)[];
};

const MOST_NAMED = 12;
/** What a file may claim of its input. */
const MOST_CHANNELS = 64;
const MOST_PIXELS = 4096;

/** Lost values are those of operations that do not run here: what takes them says nothing more. */
class Lost extends Error {}

/**
 * The network of the operations that lead to the value `output`. All operations that do not run here are
 * named in one error, but those that only follow from others.
 */
export function assembleNetwork(
  input: InputShape & { layout: Layout; name: string },
  operations: Operation[],
  output: string,
  file: string,
): Network {
  const { layout, name, ...shape } = input;
  const builder = graphBuilder(shape);
  const kept = leadingTo(operations, output);
  const readers = new Map<string, number>([[output, 1]]);
  for (const { inputs } of kept) for (const each of inputs) readers.set(each, (readers.get(each) ?? 0) + 1);
  const alone = (view: View, value: string): View => ({
    ...view,
    sole: view.sole && readers.get(value) === 1,
  });
  const { channels, height, width } = shape;
  const views = new Map([[name, alone(plainView(INPUT_NAME, { channels, height, width }, layout), name)]]);
  const lost = new Set<string>();
  const problems: string[] = [];

  for (const { title, inputs, outputs, run } of kept) {
    try {
      const given = run({
        builder,
        view(value) {
          const view = views.get(value);
          if (view) return view;
          if (lost.has(value)) throw new Lost();
          throw new Error(`needs the value ${named(value)}, which nothing gives`);
        },
      });
      outputs.forEach((value, at) => {
        const view = given[at];
        if (view) views.set(value, alone(view, value));
      });
      if (inputs.some((value) => views.get(value)?.softmax && given.some((view) => view && !view.softmax))) {
        throw new Error('comes after a softmax');
      }
    } catch (error) {
      for (const value of outputs) lost.add(value);
      if (!(error instanceof Lost))
        problems.push(
          `${title} (${(error as Error).message.replace(/^it: /, '').replace(/\.$/, '').trim()})`,
        );
    }
  }
  if (problems.length > 0) throw refused(problems, file);
  const last = views.get(output);
  if (!last || last.of === INPUT_NAME || last.repeated) {
    throw new Error(`${file}: expected a network whose last layer gives its output, got none.`);
  }
  if (last.shape.height !== 1 || last.shape.width !== 1) {
    throw new Error(`${file}: expected one value a class from the last layer, got ${showShape(last.shape)}.`);
  }
  const order = orderOf({ ...last, axes: [last.axes.flat()] });
  if (order.some((place, at) => place !== at)) {
    throw new Error(
      `${file}: expected classes in the order of the last layer, got them rearranged to ` +
        `${extentsOf(last).join(' x ')}.`,
    );
  }
  return { ...builder.network(last.of), ...(builder.isNormalised() && { isNormalised: true }) };
}

function refused(problems: string[], file: string): Error {
  const shown = problems.slice(0, MOST_NAMED).join('; ');
  const rest = problems.length > MOST_NAMED ? `; and ${problems.length - MOST_NAMED} more` : '';
  const [count, verb] = problems.length === 1 ? ['one', 'does'] : [problems.length, 'do'];
  return new Error(
    `${file}: expected a network of layers that run here, got ${count} that ${verb} not: ${shown}${rest}.`,
  );
}

/** Only the operations that a value depends on. */
function leadingTo(operations: Operation[], output: string): Operation[] {
  const needed = new Set([output]);
  const kept: Operation[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    if (!operations[i].outputs.some((name) => needed.has(name))) continue;
    for (const name of operations[i].inputs) needed.add(name);
    kept.push(operations[i]);
  }
  return kept.reverse();
}

/** What networks are fed: x = (byte / 255 - mean) / std for each channel. */
export type Normalisation = { mean: number[]; std: number[] };

/** The input of a network of the given extent; without `normalisation` it is fed bytes / 255. */
export function inputShape(shape: Shape, normalisation: Normalisation | undefined, file: string): InputShape {
  if (shape.channels > MOST_CHANNELS || shape.height > MOST_PIXELS || shape.width > MOST_PIXELS) {
    throw new Error(
      `${file}: expected images of at most ${MOST_CHANNELS} channels and ${MOST_PIXELS} x ${MOST_PIXELS} ` +
        `pixels, got ${showShape(shape)}.`,
    );
  }
  const { mean, std } = normalisation ?? {
    mean: new Array<number>(shape.channels).fill(0),
    std: new Array<number>(shape.channels).fill(1),
  };
  if (mean.length !== shape.channels || std.length !== shape.channels || !std.every((value) => value > 0)) {
    throw new Error(
      `${file}: expected a mean and a deviation above 0 for each of ${shape.channels} channels, got ` +
        `${mean.length} and ${std.length}.`,
    );
  }
  return { ...shape, mean, std };
}
