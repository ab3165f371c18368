import { asList, asRecord, asText, inside, type Place, parseJson, unexpected } from '../formats/check';
import { httpSource, readAll, type Source } from './fetchFile';

/** A dataset that has a zoo: its folder's name and its title. */
export type DatasetEntry = { id: string; title: string };

const LARGEST_INDEX = 1_000_000;

/** The datasets that index.json lists, each with an id of its own; `file` names it in errors. */
export function readDatasets(text: string, file: string): DatasetEntry[] {
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(text, file), root);
  if (document.schemaVersion !== 1) {
    const expected = '1, the only version this release reads';
    throw unexpected(inside(root, 'schemaVersion'), expected, document.schemaVersion);
  }
  const place = inside(root, 'datasets');
  const datasets = asList(document.datasets, place, (value, at) => {
    const entry = asRecord(value, at);
    const id = asText(entry.id, inside(at, 'id'));
    if (!/^[a-z0-9-]+$/.test(id)) throw unexpected(inside(at, 'id'), 'lower-case letters, digits and -', id);
    return { id, title: asText(entry.title, inside(at, 'title')) };
  });
  if (datasets.length === 0) throw unexpected(place, 'a list of at least one dataset', datasets);
  datasets.forEach(({ id }, index) => {
    if (datasets.findIndex((other) => other.id === id) !== index) {
      throw unexpected(inside(place, index), 'a dataset with an id of its own', id);
    }
  });
  return datasets;
}

/**
 * The datasets whose zoos lie under `baseUrl`, a folder with a slash at its end. The first is the one to
 * begin with.
 */
export async function openDatasets(baseUrl: string, source: Source = httpSource): Promise<DatasetEntry[]> {
  const text = await readAll(source, baseUrl, 'index.json', LARGEST_INDEX);
  return readDatasets(new TextDecoder().decode(text), 'index.json');
}
