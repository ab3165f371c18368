/** What the registry says of each kind of layer, and the small words all kinds share. */

/** The extent of one image's activations. */
export type Shape = { channels: number; height: number; width: number };

/** A shape as error sentences say it. */
export function showShape(shape: Shape): string {
  return `${shape.channels} x ${shape.height} x ${shape.width}`;
}

/** Whether two activations have the same extent. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.channels === b.channels && a.height === b.height && a.width === b.width;
}

/** Something for each axis. */
export type Pair = [vertical: number, horizontal: number];

/** Something for each side. */
export type Sides = [top: number, left: number, bottom: number, right: number];

/** One number for both axes, or one for each. */
export type PerAxis = number | Pair;

/** One number for all sides, one for each axis, or one for each side. */
export type PerSide = number | Pair | Sides;

/** One number for each axis. */
export function pairOf(value: PerAxis): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

/** One number for each side. */
export function sidesOf(value: PerSide): Sides {
  if (typeof value === 'number') return [value, value, value, value];
  return value.length === 2 ? [value[0], value[1], value[0], value[1]] : value;
}

/** A size or stride in words: 3 x 3. */
export function byAxis(value: PerAxis): string {
  return pairOf(value).join(' x ');
}

/** `, stride 2` or `, stride 2 x 1`; nothing where it is 1 along both axes. */
export function strideWords(value: PerAxis): string {
  const [down, across] = pairOf(value);
  if (down === across) return down === 1 ? '' : `, stride ${down}`;
  return `, stride ${down} x ${across}`;
}

/**
 * What every layer may say: its name, and the names of the layers it takes, by default the layer before it.
 */
export type Placed = { name?: string; inputs?: string[] };

/** A layer with tensors, called after it. */
export type Named = { name: string; inputs?: string[] };

/**
 * The attributes of a layer as they stand in a file. Every method throws one sentence that names the field.
 */
export type Fields = {
  has(key: string): boolean;
  text(key: string): string;
  whole(key: string, low: number): number;
  number(key: string, low?: number, high?: number): number;
  flag(key: string): boolean;
  oneOf<T extends string>(key: string, values: readonly T[]): T;
  /** One whole number, or a list of two. */
  perAxis(key: string, low: number): PerAxis;
  /** A list of two whole numbers. */
  pair(key: string, low: number): Pair;
  /** One whole number, or a list of two or four. */
  perSide(key: string, low: number): PerSide;
};

/** A channel of one of a layer's inputs, that a channel of its output is made of. */
type Origin = { input: number; channel: number };

/**
 * How channels flow through a layer. `own`: every output channel is a sum over all input channels. `locked`:
 * channels cannot go one by one, neither those it takes nor those it gives. A function: the input channels
 * that stand and fall with an output channel.
 */
export type ChannelFlow = 'own' | 'locked' | ((channel: number) => Origin[]);

/** One kind of layer: all that is known of it but its arithmetic, which every device has. */
export type LayerKind<L> = {
  /** What people call it, with its size where that tells layers of a kind apart. */
  words: string | ((layer: L) => string);
  /** How many values it takes; `many` is two or more. */
  takes: 'one' | 'many';
  /** Whether it is made here only, and refused in files. */
  internal?: boolean;
  /** Its attributes from a file; name and inputs are read for all kinds alike. */
  read(fields: Fields): Omit<L, 'kind' | 'inputs' | 'name'>;
  /** Whether it has tensors, and so needs a name. */
  named?: boolean;
  /** The shape of each of its tensors, by part: `weight` is the tensor `${name}.weight`. */
  tensors?(layer: L): Record<string, number[]>;
  /** The extent of its output. Throws why it does not fit, to be read after "Layer 3 (conv "a")". */
  shape(layer: L, inputs: Shape[]): Shape;
  /** Multiply-adds for one image, counted as if every weight were there; none where it is not said. */
  multiplyAdds?(layer: L, inputs: Shape[], output: Shape): number;
  /** Its kernel [output, inputs of one output, height, width], where that may be pruned. */
  kernel?(layer: L): [output: number, input: number, height: number, width: number];
  channels: 'own' | 'locked' | ((layer: L, inputs: Shape[]) => ChannelFlow);
  /** The layer with other numbers of channels, once some are gone. */
  resized?(layer: L, input: number, output: number): L;
  /** Whether its output has no values but those of its inputs, so that rounded ones stay rounded. */
  selects?: boolean;
  /** Whether it works on every value alone and can run in one step with the layer before it. */
  follows?: boolean;
};

/** The same channel of the one input. */
export const sameChannel = () => (channel: number) => [{ input: 0, channel }];

/** A layer's kernel, stride, padding and dilation along both axes. */
export type Window = { kernel: Pair; stride: Pair; padding: Sides; dilation: Pair };

/** Whether every number is whole and at least `least`. */
export function allWhole(values: readonly number[], least: number): boolean {
  return values.every((value) => Number.isInteger(value) && value >= least);
}

/**
 * The number of places of a window along each axis, those that do not fit left out; with `ceil` a last one
 * that begins inside stays.
 */
export function windowExtent({ height, width }: Shape, window: Window, ceil = false): Pair {
  const [top, left, bottom, right] = window.padding;
  const along = (axis: 0 | 1, size: number, before: number, after: number) => {
    const reach = window.dilation[axis] * (window.kernel[axis] - 1) + 1;
    const stride = window.stride[axis];
    const room = size + before + after - reach;
    if (!ceil) return Math.floor(room / stride) + 1;
    const count = Math.ceil(room / stride) + 1;
    return (count - 1) * stride >= size + before ? count - 1 : count;
  };
  return [along(0, height, top, bottom), along(1, width, left, right)];
}
