import type { Architecture, InputShape, Layer } from '../../model/architecture';
import { asInteger, asList, asNumber, asRecord, asText, inside, type Place, unexpected } from '../check';

/** An architecture from parsed JSON, in the shape of `Architecture`; errors name the layer and field at fault. */
export function readArchitecture(value: unknown, place: Place): Architecture {
  const document = asRecord(value, place);
  const layers = asList(document.layers, inside(place, 'layers'), readLayer);
  if (layers.length === 0) throw unexpected(inside(place, 'layers'), 'a list of at least one layer', []);
  const named = new Set<string>();
  layers.forEach((layer, index) => {
    const at = inside(inside(place, 'layers'), index);
    if ('name' in layer) {
      if (named.has(layer.name))
        throw unexpected(inside(at, 'name'), 'a name that no other layer has', layer.name);
      named.add(layer.name);
    }
    if (layer.kind === 'add' && layer.from >= index) {
      throw unexpected(inside(at, 'from'), `the number of an earlier layer (0 to ${index - 1})`, layer.from);
    }
  });
  return { input: readInput(document.input, inside(place, 'input')), layers };
}

/** The shape of every tensor that one member of an architecture has, by tensor name. */
export function tensorShapes(architecture: Architecture): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const layer of architecture.layers) {
    if (layer.kind === 'conv')
      shapes.set(`${layer.name}.weight`, [layer.output, layer.input, ...layer.kernel]);
    if (layer.kind === 'dense') shapes.set(`${layer.name}.weight`, [layer.output, layer.input]);
    if ((layer.kind === 'conv' || layer.kind === 'dense') && layer.bias) {
      shapes.set(`${layer.name}.bias`, [layer.output]);
    }
    if (layer.kind === 'batchNorm') {
      for (const part of ['weight', 'bias', 'mean', 'variance'])
        shapes.set(`${layer.name}.${part}`, [layer.channels]);
    }
  }
  return shapes;
}

function readInput(value: unknown, place: Place): InputShape {
  const input = asRecord(value, place);
  const channels = asInteger(input.channels, inside(place, 'channels'), 1);
  const perChannel = (key: 'mean' | 'std', low: number) => {
    const values = asList(input[key], inside(place, key), (element, at) => asNumber(element, at, low));
    if (values.length !== channels) throw unexpected(inside(place, key), `a list of ${channels}`, values);
    return values;
  };
  return {
    channels,
    height: asInteger(input.height, inside(place, 'height'), 1),
    width: asInteger(input.width, inside(place, 'width'), 1),
    mean: perChannel('mean', -Infinity),
    std: perChannel('std', Number.MIN_VALUE),
  };
}

function readLayer(value: unknown, place: Place): Layer {
  const layer = asRecord(value, place);
  const whole = (key: string, low = 1) => asInteger(layer[key], inside(place, key), low);
  const name = () => asText(layer.name, inside(place, 'name'));
  const bias = () => {
    if (typeof layer.bias !== 'boolean') throw unexpected(inside(place, 'bias'), 'true or false', layer.bias);
    return layer.bias;
  };
  switch (layer.kind) {
    case 'conv': {
      const kernel = asList(layer.kernel, inside(place, 'kernel'), (extent, at) => asInteger(extent, at, 1));
      if (kernel.length !== 2)
        throw unexpected(inside(place, 'kernel'), 'a height and a width', layer.kernel);
      return {
        kind: 'conv',
        name: name(),
        input: whole('input'),
        output: whole('output'),
        kernel: [kernel[0], kernel[1]],
        stride: whole('stride'),
        padding: whole('padding', 0),
        bias: bias(),
      };
    }
    case 'batchNorm':
      return {
        kind: 'batchNorm',
        name: name(),
        channels: whole('channels'),
        epsilon: asNumber(layer.epsilon, inside(place, 'epsilon'), 0),
      };
    case 'dense':
      return { kind: 'dense', name: name(), input: whole('input'), output: whole('output'), bias: bias() };
    case 'maxPool':
    case 'averagePool':
      return { kind: layer.kind, size: whole('size'), stride: whole('stride') };
    case 'add':
      return { kind: 'add', from: whole('from', 0) };
    case 'relu':
    case 'globalAverage':
      return { kind: layer.kind };
    default:
      throw unexpected(
        inside(place, 'kind'),
        'one of conv, batchNorm, dense, maxPool, averagePool, add, relu, globalAverage',
        layer.kind,
      );
  }
}
