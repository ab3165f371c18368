/** What onnxruntime answers: the reference that readers of ONNX are compared with. */
import * as ort from 'onnxruntime-web';
import { halfToFloat } from '../bytes/half';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

/** A file of weights beside the model. */
type External = { path: string; data: Uint8Array };

/**
 * The first output for `images` u8 [count, channels, height, width], fed as byte / 255; null where
 * onnxruntime refuses the model.
 */
export async function onnxAnswers(
  model: Uint8Array,
  images: Uint8Array,
  shape: number[],
  externalData: External[] = [],
): Promise<{ values: Float32Array; shape: number[] } | null> {
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(model.slice(), { externalData, logSeverityLevel: 4 });
  } catch {
    return null;
  }
  try {
    const input = Float32Array.from(images, (byte) => byte / 255);
    const [count] = shape;
    const [metadata] = session.inputMetadata;
    const isHalf = metadata.isTensor && metadata.type === 'float16';
    const size = input.length / count;
    const answers: number[] = [];
    let outputShape: readonly number[] = [];
    // One by one, since many files fix the number of images at 1.
    for (let image = 0; image < count; image++) {
      const one = input.slice(image * size, (image + 1) * size);
      const extent = [1, ...shape.slice(1)];
      const fed = isHalf
        ? new ort.Tensor('float16', floatToHalf(one), extent)
        : new ort.Tensor('float32', one, extent);
      const output = (await session.run({ [session.inputNames[0]]: fed }))[session.outputNames[0]];
      answers.push(...(isHalf ? halvesOf(output) : (output.data as Float32Array)));
      outputShape = output.dims;
    }
    return { values: Float32Array.from(answers), shape: [count, ...outputShape.slice(1)] };
  } catch {
    return null;
  } finally {
    await session.release();
  }
}

/** Output of float16, of which onnxruntime gives bits, or values where the platform has them. */
function halvesOf(output: ort.Tensor): ArrayLike<number> & Iterable<number> {
  const data: unknown = output.data;
  return data instanceof Uint16Array ? halfToFloat(data) : (data as Float32Array);
}

/** The nearest half-precision numbers of values from 0 to 1, as bits. */
function floatToHalf(values: Float32Array): Uint16Array {
  const all = halfToFloat(Uint16Array.from({ length: 0x3c01 }, (_, bits) => bits));
  return Uint16Array.from(values, (value) => {
    let [low, high] = [0, 0x3c00];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low > 0 && value - all[low - 1] < all[low] - value ? low - 1 : low;
  });
}
