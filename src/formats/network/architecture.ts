import type { Architecture, InputShape, Layer } from '../../model/architecture';
import { INPUT_NAME } from '../../model/graph';
import type { Fields, Pair, Sides } from '../../model/layers/kind';
import { fileKind, fileKinds } from '../../model/layers/registry';
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  inside,
  named,
  type Place,
  unexpected,
} from '../check';

/**
 * An architecture from parsed JSON, in the shape of `Architecture`, of version 1 or 2 (docs/formats.md).
 * Errors name the layer and field at fault; kinds that do not run here are all named in one.
 */
export function readArchitecture(value: unknown, place: Place): Architecture {
  const document = asRecord(value, place);
  const at = inside(place, 'layers');
  refuseUnknownKinds(document.layers, at);
  const layers = asList(document.layers, at, readLayer);
  if (layers.length === 0) throw unexpected(at, 'a list of at least one layer', []);
  const names = new Set<string>([INPUT_NAME]);
  layers.forEach((layer, index) => {
    const own = inside(at, index);
    layer.inputs?.forEach((name, number) => {
      if (!names.has(name)) {
        throw unexpected(
          inside(inside(own, 'inputs'), number),
          'the name of an earlier layer, or "input"',
          name,
        );
      }
    });
    if (layer.kind === 'add' && layer.from !== undefined && layer.from >= index) {
      throw unexpected(inside(own, 'from'), `the number of an earlier layer (0 to ${index - 1})`, layer.from);
    }
    if (layer.name === undefined) return;
    if (names.has(layer.name)) {
      const reserved = layer.name === INPUT_NAME ? ' ("input" is the network\'s)' : '';
      throw unexpected(inside(own, 'name'), `a name that no other layer has${reserved}`, layer.name);
    }
    names.add(layer.name);
  });
  return { input: readInput(document.input, inside(place, 'input')), layers };
}

const MOST_NAMED = 12;

/**
 * Names all layers of kinds that are not known, where there is more than one; a single one is named with its
 * place by `readLayer`.
 */
function refuseUnknownKinds(value: unknown, place: Place): void {
  if (!Array.isArray(value)) return;
  const unknown = value.flatMap((layer: unknown, index) => {
    const { kind, name } =
      typeof layer === 'object' && layer !== null ? (layer as Record<string, unknown>) : {};
    if (typeof kind !== 'string' || fileKind(kind)) return [];
    return [`${index} (${named(kind)}${typeof name === 'string' ? ` "${named(name)}"` : ''})`];
  });
  if (unknown.length < 2) return;
  const rest = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : '';
  throw new Error(
    `${place.file}: expected layers of the kinds that run here (${fileKinds.join(', ')}), got ` +
      `${unknown.length} that do not: ${unknown.slice(0, MOST_NAMED).join(', ')}${rest}.`,
  );
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

/** The attributes of one layer, each read with its place. */
function fieldsOf(layer: Record<string, unknown>, place: Place): Fields {
  const at = (key: string) => inside(place, key);
  const wholes = (key: string, low: number, lengths: number[], expected: string): number[] => {
    const values = asList(layer[key], at(key), (value, where) => asInteger(value, where, low));
    if (!lengths.includes(values.length)) throw unexpected(at(key), expected, layer[key]);
    return values;
  };
  const fields: Fields = {
    has: (key) => layer[key] !== undefined,
    text: (key) => asText(layer[key], at(key)),
    whole: (key, low) => asInteger(layer[key], at(key), low),
    number: (key, low, high) => asNumber(layer[key], at(key), low, high),
    flag(key) {
      const value = layer[key];
      if (typeof value !== 'boolean') throw unexpected(at(key), 'true or false', value);
      return value;
    },
    oneOf(key, values) {
      const found = values.find((value) => value === layer[key]);
      if (found === undefined) throw unexpected(at(key), `one of ${values.join(', ')}`, layer[key]);
      return found;
    },
    pair: (key, low) => wholes(key, low, [2], 'a height and a width') as Pair,
    perAxis: (key, low) =>
      Array.isArray(layer[key])
        ? (wholes(key, low, [2], 'a whole number, or two: vertical and horizontal') as Pair)
        : asInteger(layer[key], at(key), low),
    perSide: (key, low) =>
      Array.isArray(layer[key])
        ? (wholes(
            key,
            low,
            [2, 4],
            'a whole number, two (vertical, horizontal) or four (top, left, bottom, right)',
          ) as Pair | Sides)
        : asInteger(layer[key], at(key), low),
  };
  return fields;
}

function readLayer(value: unknown, place: Place): Layer {
  const layer = asRecord(value, place);
  const kind = fileKind(layer.kind);
  if (!kind) throw unexpected(inside(place, 'kind'), `one of ${fileKinds.join(', ')}`, layer.kind);
  const hasName = kind.named === true || layer.name !== undefined;
  return {
    kind: layer.kind,
    ...(hasName && { name: asText(layer.name, inside(place, 'name')) }),
    ...(layer.inputs !== undefined && { inputs: asList(layer.inputs, inside(place, 'inputs'), asText) }),
    ...kind.read(fieldsOf(layer, place)),
  } as Layer;
}
