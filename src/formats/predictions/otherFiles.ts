import { formatOf, predictionWords } from '../kinds/formats';
import { firstEntry, whatItIs, zipOf } from '../kinds/whatItIs';

/**
 * Refuses with one sentence, and the line that converts it, a file whose format holds no predictions, or a
 * zip that is no npz by its first entry.
 */
export function refuseOtherFile(bytes: Uint8Array, file: string): void {
  const format = formatOf(bytes);
  if (format === null) return;
  const zip = format.id === 'zip' ? zipOf(firstEntry(bytes)) : null;
  if (format.predictions && !zip) return;
  const { advice } = zip ?? format.instead ?? { advice: 'choose the file of predictions' };
  const own = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  throw new Error(
    `${file}: expected predictions as ${predictionWords()}, got ${whatItIs(bytes)}; ` +
      `${advice.replaceAll('FILE', own)}.`,
  );
}
