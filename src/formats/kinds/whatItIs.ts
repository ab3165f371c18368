/** What a file is, in words, for whoever expected another. */
import { formatOf } from './formats';

/** Kinds of zip by a file in them. */
const ZIPS: { name: RegExp; what: string; advice: string }[] = [
  {
    name: /(^|\/)(data\.pkl|constants\.pkl|\.format_version|byteorder|data\/\d+|code\/__torch__.*)$/,
    what: 'a file of torch.save or TorchScript',
    advice:
      'it holds a pickle, which is never opened here; save plain numbers: ' +
      'numpy.savez_compressed("predictions.npz", logits=torch.load("FILE").numpy())',
  },
  {
    name: /^(\[Content_Types\]\.xml|xl\/|_rels\/)/,
    what: 'an Excel file',
    advice: 'convert it: pandas.read_excel("FILE").to_csv("predictions.csv", index=False)',
  },
];

/** The kind of zip that has an entry of this name, where that is none of numbers or images. */
export function zipOf(entry: string): { what: string; advice: string } | null {
  return ZIPS.find(({ name }) => name.test(entry)) ?? null;
}

/** The name of the first entry of a zip, from its first bytes. */
export function firstEntry(bytes: Uint8Array): string {
  if (bytes.length < 30) return '';
  const length = bytes[26] + 256 * bytes[27];
  return new TextDecoder().decode(bytes.subarray(30, 30 + Math.min(length, 200)));
}

/** What the file with these bytes is, with an article: "an Arrow file (Feather)", "a network (ONNX)". */
export function whatItIs(bytes: Uint8Array): string {
  const format = formatOf(bytes);
  if (format === null) return 'a file of an unknown kind';
  const zip = format.id === 'zip' ? zipOf(firstEntry(bytes)) : null;
  const plain = format.id === 'text' ? 'a text, as CSV is' : `a file of the kind ${format.words}`;
  return (zip ?? format.instead)?.what ?? plain;
}
