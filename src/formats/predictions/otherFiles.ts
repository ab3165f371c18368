import { formatOf, predictionWords } from '../kinds/formats';

/** Kinds of zip by a file in them. */
const ZIPS: { name: RegExp; what: string; advice: string }[] = [
  {
    name: /(^|\/)(data\.pkl|\.format_version|byteorder)$/,
    what: 'a file of torch.save',
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

/**
 * Refuses with one sentence, and the line that converts it, a file whose format holds no predictions, or a
 * zip that is no npz by its first entry.
 */
export function refuseOtherFile(bytes: Uint8Array, file: string): void {
  const format = formatOf(bytes);
  if (format === null) return;
  const name = format.id === 'zip' ? firstEntry(bytes) : '';
  const zip = ZIPS.find((each) => each.name.test(name));
  if (format.predictions && !zip) return;
  const plain = { what: `a file of kind ${format.id}`, advice: 'choose the file of predictions' };
  const { what, advice } = zip ?? format.instead ?? plain;
  const own = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  throw new Error(
    `${file}: expected predictions as ${predictionWords()}, got ${what}; ${advice.replace('FILE', own)}.`,
  );
}

function firstEntry(bytes: Uint8Array): string {
  if (bytes.length < 30) return '';
  const length = bytes[26] + 256 * bytes[27];
  return new TextDecoder().decode(bytes.subarray(30, 30 + Math.min(length, 200)));
}
