import { type FileToPack, writeZip } from '../../formats/archives/writeZip';
import { writePopulation } from '../../formats/network/description';
import type { Zoo } from '../../library/zoo';

/**
 * Every population of a zoo as a description with its recipe, NAME.json, and its weights, NAME.safetensors,
 * stacked over its networks, in one zip: what `lacuna run --network` and PyTorch read.
 */
export async function networksZip(zoo: Zoo): Promise<Uint8Array<ArrayBuffer>[]> {
  const { dataset, variants } = zoo.manifest;
  const files: FileToPack[] = [];
  for (const { id, recipe } of variants) {
    const { json, weights } = writePopulation(await zoo.population(id, zoo.memberCount(id)), dataset.classes);
    const described = Object.keys(recipe).length > 0 ? { ...JSON.parse(json), training: recipe } : null;
    const text = described ? `${JSON.stringify(described, null, 1)}\n` : json;
    files.push({ name: `${id}.json`, bytes: new TextEncoder().encode(text) as Uint8Array<ArrayBuffer> });
    files.push({ name: `${id}.safetensors`, bytes: weights });
  }
  return writeZip(files);
}
