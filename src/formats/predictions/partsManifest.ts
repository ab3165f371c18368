/**
 * The manifest of a dataset of parts: predictions of many images, cut by image range into files, as a cluster
 * writes them.
 */
import {
  asInteger,
  asList,
  asRecord,
  asText,
  checkVersion,
  inside,
  named,
  type Place,
  unexpected,
} from '../check';

/**
 * A part: a file of predictions of the images `start` to `end`, the last not among them, of one population or
 * (null) of all.
 */
export type Part = {
  path: string;
  population: string | null;
  start: number;
  end: number;
  bytes: number;
  sha256: string;
};

/** What `manifest.json` of a dataset of parts says. */
export type PartsManifest = {
  dataset: string;
  images: number;
  classes: string[];
  populations: { name: string; what: string; members: { id: string; seed: number | null }[] }[];
  /** Networks that failed and are left out, and why. */
  failed: { population: string; id: string; why: string }[];
  parts: Part[];
};

const MOST_IMAGES = 2 ** 40;
const MOST_SHOWN = 6;

/**
 * Reads a manifest, format `lacuna-parts`, version 1. Throws one sentence with the place of what does not
 * fit.
 */
export function readPartsManifest(value: unknown, file: string): PartsManifest {
  const place = { file, path: '' };
  const record = asRecord(value, place);
  if (record.format !== 'lacuna-parts')
    throw unexpected(inside(place, 'format'), '"lacuna-parts"', record.format);
  checkVersion(record.version, inside(place, 'version'));
  const classes = asList(record.classes, inside(place, 'classes'), asText);
  if (new Set(classes).size < classes.length || classes.length === 0) {
    throw unexpected(inside(place, 'classes'), 'names of their own', classes);
  }
  const populations = asList(record.populations, inside(place, 'populations'), populationOf);
  const names = new Set(populations.map(({ name }) => name));
  return {
    dataset: asText(record.dataset, inside(place, 'dataset')),
    images: asInteger(record.images, inside(place, 'images'), 1, MOST_IMAGES),
    classes,
    populations,
    failed: record.failed === undefined ? [] : asList(record.failed, inside(place, 'failed'), failedOf),
    parts: asList(record.parts, inside(place, 'parts'), (part, at) => partOf(part, at, names)),
  };
}

function populationOf(value: unknown, place: Place): PartsManifest['populations'][number] {
  const record = asRecord(value, place);
  const members = asList(record.members, inside(place, 'members'), (member, at) => {
    const { id, seed } = asRecord(member, at);
    return {
      id: asText(id, inside(at, 'id')),
      seed: seed === undefined || seed === null ? null : asInteger(seed, inside(at, 'seed')),
    };
  });
  const ids = new Set(members.map(({ id }) => id));
  if (members.length === 0 || ids.size < members.length) {
    throw unexpected(inside(place, 'members'), 'networks with ids of their own', members);
  }
  const what = record.what === undefined ? '' : asText(record.what, inside(place, 'what'));
  return { name: asText(record.name, inside(place, 'name')), what, members };
}

function failedOf(value: unknown, place: Place): PartsManifest['failed'][number] {
  const record = asRecord(value, place);
  return {
    population: asText(record.population, inside(place, 'population')),
    id: asText(record.id, inside(place, 'id')),
    why: asText(record.why, inside(place, 'why')),
  };
}

function partOf(value: unknown, place: Place, names: ReadonlySet<string>): Part {
  const record = asRecord(value, place);
  const path = asText(record.path, inside(place, 'path'));
  const leads = path.split('/').some((name) => name === '..' || name === '') || /[\\:\p{Cc}]/u.test(path);
  if (leads) throw unexpected(inside(place, 'path'), 'a path within the folder', path);
  const start = asInteger(record.start, inside(place, 'start'), 0, MOST_IMAGES);
  const sha256 = asText(record.sha256, inside(place, 'sha256'));
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw unexpected(inside(place, 'sha256'), '64 hexadecimal digits', sha256);
  const population =
    record.population === undefined || record.population === null
      ? null
      : asText(record.population, inside(place, 'population'));
  if (population !== null && !names.has(population)) {
    throw unexpected(inside(place, 'population'), 'one of the populations', population);
  }
  return {
    path,
    population,
    start,
    end: asInteger(record.end, inside(place, 'end'), start + 1, MOST_IMAGES),
    bytes: asInteger(record.bytes, inside(place, 'bytes')),
    sha256,
  };
}

/** The sentence for a part that is not there. */
export function partMissing({ path, population, start, end }: Part, advice: string): Error {
  const whose = population === null ? '' : ` of ${named(population)}`;
  return new Error(
    `${path}: expected the part${whose} with the images ${start} to ${end - 1}, got no such file; ${advice}.`,
  );
}

/**
 * What is wrong with the ranges of a manifest's parts, a sentence each: images in two parts, in none, or past
 * the last, of each population.
 */
export function rangeProblems(
  { images, parts, populations }: Pick<PartsManifest, 'images' | 'parts' | 'populations'>,
  file: string,
): string[] {
  if (parts.every(({ population }) => population === null)) return problemsOf(parts, images, file, '');
  return populations.flatMap(({ name }) =>
    problemsOf(
      parts.filter(({ population }) => population === name || population === null),
      images,
      file,
      ` of ${named(name)}`,
    ),
  );
}

function problemsOf(parts: Part[], images: number, file: string, whose: string): string[] {
  const problems: string[] = [];
  const missing: string[] = [];
  const ordered = [...parts].sort((a, b) => a.start - b.start || a.end - b.end);
  let [next, last] = [0, ''];
  for (const { path, start, end } of ordered) {
    if (start > next) missing.push(`${next} to ${start - 1}`);
    if (start < next) {
      problems.push(
        `${file}: expected every image${whose} in one part, got the images ${start} to ` +
          `${Math.min(end, next) - 1} in ${named(last)} and ${named(path)}; leave one of them out.`,
      );
    }
    if (end > next) [next, last] = [end, path];
  }
  if (next < images) missing.push(`${next} to ${images - 1}`);
  if (next > images) {
    problems.push(
      `${file}: expected parts of ${images} images, got ${named(last)}, which ends before image ${next}.`,
    );
  }
  if (missing.length > 0) {
    const more = missing.length > MOST_SHOWN ? ` and ${missing.length - MOST_SHOWN} more ranges` : '';
    problems.push(
      `${file}: expected parts of all ${images} images${whose}, got none of the images ` +
        `${missing.slice(0, MOST_SHOWN).join(', ')}${more}; make those parts.`,
    );
  }
  return problems;
}
