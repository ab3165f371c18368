/** A safetensors file as named arrays, as npz holds them. */
import { asList, asText, parseJson } from '../check';
import type { NpyArray } from './npy';
import { numberValues, readSafetensors, safetensorsMetadata } from './safetensors';

/** The tensors of a safetensors file and the lists of texts in its metadata, as arrays. */
export function tensorArrays(bytes: Uint8Array<ArrayBuffer>, file: string): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, tensor] of readSafetensors(bytes, file)) {
    arrays.set(name, {
      kind: 'numbers',
      dtype: tensor.dtype,
      shape: tensor.shape,
      values: numberValues(tensor, name, file) as Extract<NpyArray, { kind: 'numbers' }>['values'],
    });
  }
  for (const [name, text] of Object.entries(safetensorsMetadata(bytes, file))) {
    if (!text.startsWith('[')) continue;
    const where = `${file} (${name.slice(0, 80)})`;
    const texts = asList(parseJson(text, where), { file: where, path: 'the list' }, asText);
    arrays.set(name, { kind: 'text', shape: [texts.length], texts });
  }
  return arrays;
}
