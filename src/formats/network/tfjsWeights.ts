import { halfToFloat } from '../bytes/half';
import { asInteger, asList, asRecord, asText, inside, named, type Place, unexpected } from '../check';

/** A weight of a layers model, row-major in Keras's order of axes. */
export type Weight = { shape: number[]; values: Float32Array };

const WIDTHS: Record<string, number> = { float32: 4, float16: 2, uint8: 1, uint16: 2 };

/** The weights of all groups: each group's shards end to end hold its weights one after the other. */
export function readTfjsWeights(
  document: Record<string, unknown>,
  shards: Map<string, Uint8Array>,
  root: Place,
): Map<string, Weight> {
  const { file } = root;
  const weights = new Map<string, Weight>();
  asList(document.weightsManifest, inside(root, 'weightsManifest'), (value, place) => {
    const group = asRecord(value, place);
    const parts = asList(group.paths, inside(place, 'paths'), asText).map((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const shard = shards.get(name);
      if (!shard) {
        throw new Error(
          `${file}: expected the file ${named(name)} beside it, got ` +
            `${[...shards.keys()].slice(0, 12).map(named).join(', ') || 'no other file'}.`,
        );
      }
      return shard;
    });
    const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => {
      data.set(part, at);
      return at + part.length;
    }, 0);
    let at = 0;
    asList(group.weights, inside(place, 'weights'), (entry, where) => {
      const { name, shape, quantisation, dtype } = readEntry(entry, where);
      const count = shape.reduce((product, extent) => product * BigInt(extent), 1n);
      const size = count * BigInt(WIDTHS[dtype]);
      if (size > BigInt(data.length - at)) {
        throw new Error(
          `${file}: expected ${size} bytes for ${named(name)} in its shards, got ${data.length - at}; is a ` +
            'shard missing or cut off?',
        );
      }
      const bytes = data.slice(at, at + Number(size));
      at += Number(size);
      weights.set(name, { shape, values: valuesOf(bytes, dtype, quantisation) });
    });
    if (at !== data.length) {
      throw new Error(`${file}: expected ${at} bytes in the shards of ${place.path}, got ${data.length}.`);
    }
  });
  return weights;
}

function readEntry(entry: unknown, place: Place) {
  const weight = asRecord(entry, place);
  const name = asText(weight.name, inside(place, 'name'));
  const shape = asList(weight.shape, inside(place, 'shape'), (extent, at) => asInteger(extent, at));
  const packed =
    weight.quantization === undefined ? null : asRecord(weight.quantization, inside(place, 'quantization'));
  const dtype = asText(packed ? packed.dtype : weight.dtype, inside(place, 'dtype'));
  if (!Object.hasOwn(WIDTHS, dtype) || (!packed && dtype !== 'float32' && dtype !== 'float16')) {
    throw unexpected(inside(place, 'dtype'), 'float32, or quantised to float16, uint8 or uint16', dtype);
  }
  const quantisation =
    packed && dtype !== 'float16' ? { scale: Number(packed.scale), min: Number(packed.min) } : null;
  return { name, shape, dtype, quantisation };
}

function valuesOf(
  bytes: Uint8Array<ArrayBuffer>,
  dtype: string,
  quantisation: { scale: number; min: number } | null,
): Float32Array {
  if (dtype === 'float32') return new Float32Array(bytes.buffer);
  if (dtype === 'float16') return halfToFloat(new Uint16Array(bytes.buffer));
  const codes = dtype === 'uint8' ? bytes : new Uint16Array(bytes.buffer);
  const { scale, min } = quantisation ?? { scale: 1, min: 0 };
  return Float32Array.from(codes, (code) => code * scale + min);
}
