import { isLabelRow, roleOfColumn } from '../columnNames';
import type { TransposedMapping } from './mapping';
import type { TablePreview } from './tablePreview';

/**
 * The mapping of a table with a row a network and a column an image; null of any other. Its first column
 * names networks or has no name, no row is named twice, all other cells are classes, and the columns are
 * called as images are.
 */
export function transposedMapping({ header, rows }: TablePreview): TransposedMapping | null {
  const [first, ...images] = header;
  if (images.length < 2 || rows.length === 0) return null;
  const names = rows.map(([name]) => name);
  const isNamed = roleOfColumn(first) === 'model';
  const hasLabels = names.some(isLabelRow);
  if (!isNamed && !(first === '#1' && hasLabels)) return null;
  if (new Set(names).size !== names.length || names.includes('')) return null;
  if (!images.every(isImageName) && !images.every((name, at) => name === `${at}`)) return null;
  if (new Set(header).size !== header.length) return null;
  return { form: 'transposed', model: first, images };
}

/** Names as images have them: a file's, or a word for an image and a number. */
function isImageName(name: string): boolean {
  return (
    /\.(png|jpe?g|gif|webp|bmp|tiff?|ppm)$/i.test(name) ||
    /^(image|img|sample|example|x|i|id)[\s_\-.]*\d+$/i.test(name)
  );
}
