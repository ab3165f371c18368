import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from '../formats/check';
import type { Attribute } from '../model/shard';
import { LONGEST_TEMPLATE } from './pictureAddress';
import { jsonBytes, type StoredFiles, storedText } from './stored';

/** What a reader adds to the predictions of an import. Files are told by their names. */
export type ImportExtras = {
  /** The addresses of its images, as `pictureTemplate` gives them; null where there are none. */
  template: string | null;
  /** Columns with a value for each image. */
  attributes: { file: string; columns: Attribute[] } | null;
  /** How many training images each class had. */
  training: { file: string; counts: number[] } | null;
};

export const NO_EXTRAS: ImportExtras = { template: null, attributes: null, training: null };

/** The file of an import that holds what was added; imports without one have none of it. */
export const EXTRAS_FILE = 'extras.json';

const FORMAT = 'lacuna-import-extras';
const MOST_COLUMNS = 200;
/** The code of an image of which a category is not known. */
const UNKNOWN = 65_535;

/** What was added, as the content of its file. Values that are not known are null there. */
export function extrasBytes({ template, attributes, training }: ImportExtras): Uint8Array<ArrayBuffer> {
  return jsonBytes({
    format: FORMAT,
    version: 1,
    template,
    attributes: attributes && { ...attributes, columns: attributes.columns.map(listed) },
    training,
  });
}

function listed(column: Attribute): unknown {
  const { name } = column;
  if (!('codes' in column)) {
    return { name, values: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)) };
  }
  const codes = Array.from(column.codes, (code) => (code === UNKNOWN ? null : code));
  return { name, categories: column.categories, codes };
}

/**
 * What was added to an import of so many images and classes, checked like everything of it; the template's
 * host is to be judged when it is used. Nothing where the file is not there. Throws one sentence that names
 * the place.
 */
export async function readExtras(
  stored: StoredFiles,
  images: number,
  classes: number,
): Promise<ImportExtras> {
  if (!stored.sizes.has(EXTRAS_FILE)) return NO_EXTRAS;
  const root: Place = { file: EXTRAS_FILE, path: '' };
  const document = asRecord(parseJson(await storedText(stored, EXTRAS_FILE), EXTRAS_FILE), root);
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'));
  const { template, attributes, training } = document;
  if (template !== null && asText(template, at('template')).length > LONGEST_TEMPLATE) {
    throw unexpected(at('template'), `an address of at most ${LONGEST_TEMPLATE} characters`, template);
  }
  return {
    template: template === null ? null : asText(template, at('template')),
    attributes: attributes === null ? null : attributesOf(attributes, at('attributes'), images),
    training: training === null ? null : trainingOf(training, at('training'), classes),
  };
}

function trainingOf(value: unknown, place: Place, classes: number): ImportExtras['training'] {
  const { file, counts } = asRecord(value, place);
  const found = asList(counts, inside(place, 'counts'), (count, where) => asInteger(count, where, 1));
  if (found.length !== classes) throw unexpected(inside(place, 'counts'), `${classes} numbers`, counts);
  return { file: asText(file, inside(place, 'file')), counts: found };
}

function attributesOf(value: unknown, place: Place, images: number): ImportExtras['attributes'] {
  const { file, columns } = asRecord(value, place);
  const found = asList(columns, inside(place, 'columns'), (column, where) =>
    attributeOf(column, where, images),
  );
  const names = new Set(found.map(({ name }) => name));
  if (names.size !== found.length || names.size < 1 || names.size > MOST_COLUMNS) {
    throw unexpected(inside(place, 'columns'), `1 to ${MOST_COLUMNS} columns, each of its own name`, columns);
  }
  return { file: asText(file, inside(place, 'file')), columns: found };
}

function attributeOf(value: unknown, place: Place, images: number): Attribute {
  const record = asRecord(value, place);
  const name = asText(record.name, inside(place, 'name'));
  const known = <T>(list: string, unknown: T, read: (element: unknown, where: Place) => T): T[] => {
    const found = asList(record[list], inside(place, list), (element, where) =>
      element === null ? unknown : read(element, where),
    );
    if (found.length !== images) throw unexpected(inside(place, list), `${images} values`, record[list]);
    return found;
  };
  if (record.categories === undefined) {
    return {
      name,
      values: Float64Array.from(known('values', Number.NaN, (value, at) => asNumber(value, at))),
    };
  }
  const categories = asList(record.categories, inside(place, 'categories'), asText);
  const most = Math.min(categories.length, UNKNOWN) - 1;
  const codes = known('codes', UNKNOWN, (code, at) => asInteger(code, at, 0, most));
  return { name, categories, codes: Uint16Array.from(codes) };
}
