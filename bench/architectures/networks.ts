// Architectures of the field, as bench/architectures/make.py has them, but with projections in ResNet-20 and
// a pooled head in VGG-11.
import type { Architecture, Layer } from '../../src/model/architecture';

type Conv = Extract<Layer, { kind: 'conv' }>;

const CLASSES = 10;

/** Layers one after the other; each method returns the name of what it leaves. */
function createBuilder(side: number) {
  const layers: Layer[] = [];
  const add = (layer: Layer, inputs?: string[]): string => {
    const name = layer.name ?? `v${layers.length}`;
    layers.push({ ...layer, name, ...(inputs && { inputs }) });
    return name;
  };
  const conv = (input: number, output: number, more: Partial<Conv> = {}, from?: string): string => {
    const name = `c${layers.length}`;
    const kernel = more.kernel ?? [3, 3];
    const padding = Math.floor(kernel[0] / 2);
    return add(
      { kind: 'conv', name, input, output, kernel, stride: 1, padding, bias: false, ...more },
      from === undefined ? undefined : [from],
    );
  };
  const norm = (channels: number, from?: string): string => {
    const name = `n${layers.length}`;
    return add({ kind: 'batchNorm', name, channels, epsilon: 1e-5 }, from === undefined ? undefined : [from]);
  };
  const relu = () => add({ kind: 'relu' });
  return {
    add,
    conv,
    norm,
    relu,
    /** The last value's name. */
    last: () => layers.at(-1)?.name ?? 'input',
    /** A convolution, BatchNorm and ReLU. */
    unit(input: number, output: number, more?: Partial<Conv>, from?: string): string {
      conv(input, output, more, from);
      norm(output);
      return relu();
    },
    finish(channels: number): Architecture {
      add({ kind: 'globalAverage' });
      add({ kind: 'dense', name: 'head', input: channels, output: CLASSES, bias: true });
      const each = (value: number) => [value, value, value];
      return { input: { channels: 3, height: side, width: side, mean: each(0.5), std: each(0.25) }, layers };
    },
  };
}

type Builder = ReturnType<typeof createBuilder>;

/** A residual block; where extent or channels change, the shortcut is a convolution of 1 x 1. */
function basicBlock(b: Builder, input: number, output: number, stride: number): void {
  const from = b.last();
  b.unit(input, output, { stride });
  b.conv(output, output);
  const body = b.norm(output);
  let short = from;
  if (stride > 1 || input !== output) {
    b.conv(input, output, { kernel: [1, 1], stride }, from);
    short = b.norm(output);
  }
  b.add({ kind: 'add' }, [body, short]);
  b.relu();
}

function resnet20(): Architecture {
  const b = createBuilder(32);
  b.unit(3, 16);
  let input = 16;
  for (const output of [16, 32, 64]) {
    for (let block = 0; block < 3; block++) {
      basicBlock(b, input, output, input === output ? 1 : 2);
      input = output;
    }
  }
  return b.finish(64);
}

/** ResNet-18 with torchvision's stem. */
export function resnet18(side: number): Architecture {
  const b = createBuilder(side);
  b.unit(3, 64, { kernel: [7, 7], stride: 2, padding: 3 });
  b.add({ kind: 'maxPool', size: 3, stride: 2, padding: 1 });
  let input = 64;
  for (const output of [64, 128, 256, 512]) {
    for (let block = 0; block < 2; block++) {
      basicBlock(b, input, output, input === output ? 1 : 2);
      input = output;
    }
  }
  return b.finish(512);
}

/** WRN-16-2: BatchNorm and ReLU before each convolution. */
function wrn16x2(): Architecture {
  const b = createBuilder(32);
  b.conv(3, 16);
  let input = 16;
  for (const [stage, output] of [32, 64, 128].entries()) {
    for (let block = 0; block < 2; block++) {
      const from = b.last();
      const stride = block === 0 && stage > 0 ? 2 : 1;
      b.norm(input);
      const ready = b.relu();
      b.unit(input, output, { stride }, ready);
      const body = b.conv(output, output);
      const short = input === output ? from : b.conv(input, output, { kernel: [1, 1], stride }, ready);
      b.add({ kind: 'add' }, [body, short]);
      input = output;
    }
  }
  b.norm(128);
  b.relu();
  return b.finish(128);
}

function mobilenetv2(): Architecture {
  const b = createBuilder(32);
  const clipped = (input: number, output: number, more?: Partial<Conv>) => {
    b.conv(input, output, more);
    b.norm(output);
    b.add({ kind: 'clip', low: 0, high: 6 });
  };
  const rows = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ];
  clipped(3, 32, { stride: 2 });
  let input = 32;
  for (const [expansion, output, count, first] of rows) {
    for (let block = 0; block < count; block++) {
      const from = b.last();
      const stride = block === 0 ? first : 1;
      const middle = expansion * input;
      if (middle !== input) clipped(input, middle, { kernel: [1, 1] });
      clipped(middle, middle, { groups: middle, stride });
      b.conv(middle, output, { kernel: [1, 1] });
      const body = b.norm(output);
      if (stride === 1 && input === output) b.add({ kind: 'add' }, [body, from]);
      input = output;
    }
  }
  clipped(320, 1280, { kernel: [1, 1] });
  return b.finish(1280);
}

function vgg11(): Architecture {
  const b = createBuilder(32);
  let input = 3;
  for (const output of [64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0]) {
    if (output === 0) b.add({ kind: 'maxPool', size: 2, stride: 2 });
    else {
      b.unit(input, output);
      input = output;
    }
  }
  return b.finish(512);
}

/** By the names of the figures. */
export const NETWORKS = { resnet20, wrn16x2, mobilenetv2, vgg11 };

export type NetworkName = keyof typeof NETWORKS;
