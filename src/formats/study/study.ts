import type { Annotations, Judgement, Study, StudySettings } from '../../audit/study/study';
import { codebook, MOST_OWN_CODES } from '../../audit/study/studyCodes';
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  named,
  type Place,
  parseJson,
  unexpected,
} from '../check';

/** The first field of a study file and of an annotator's file. */
const STUDY = 'lacuna-study';
const ANNOTATIONS = 'lacuna-annotations';
const VERSION = 1;

/**
 * Bounds of what is read: characters of a file, images of a study, annotators' own codes, characters of
 * texts.
 */
export const studyLimits = {
  file: 8_000_000,
  images: 2000,
  ownCodes: MOST_OWN_CODES,
  code: 60,
  name: 80,
  note: 2000,
} as const;

const MOST_INDEX = 0xffffffff;

/** A study or one annotator's judgements of it, by what the file says it is. */
export type StudyFile =
  | { kind: 'study'; study: Study; ownCodes: string[] }
  | { kind: 'annotations'; annotations: Annotations };

/** A study as the text of a file: settings, ids and its own codes, nothing that tells which are PIEs. */
export function writeStudy({ settings, images }: Study, ownCodes: string[] = []): string {
  return `${JSON.stringify({ format: STUDY, version: VERSION, settings, images, ownCodes })}\n`;
}

/** One annotator's judgements as the text of a file. */
export function writeAnnotations(annotations: Annotations): string {
  const { study, annotator, ownCodes, judgements, pies } = annotations;
  const content = { format: ANNOTATIONS, version: VERSION, study, annotator, ownCodes, judgements, pies };
  return `${JSON.stringify(content)}\n`;
}

/**
 * Reads a study or an annotator's file; every field is checked, and anything unexpected is one sentence that
 * names its place.
 */
export function readStudyFile(text: string, file: string): StudyFile {
  if (text.length > studyLimits.file) {
    throw new Error(
      `${file}: expected at most ${studyLimits.file} characters of a study, got ${text.length}.`,
    );
  }
  const top = { file, path: '' };
  const record = asRecord(parseJson(text, file), top);
  if (record.format !== STUDY && record.format !== ANNOTATIONS) {
    throw unexpected(inside(top, 'format'), `"${STUDY}" or "${ANNOTATIONS}"`, record.format);
  }
  checkVersion(record.version, inside(top, 'version'));
  if (record.format === STUDY) {
    const ownCodes = record.ownCodes === undefined ? [] : asOwnCodes(record, top);
    return { kind: 'study', study: asStudy(record, top), ownCodes };
  }
  return { kind: 'annotations', annotations: asAnnotations(record, top) };
}

/** Reads an annotator's file; a study without judgements is refused. */
export function readAnnotations(text: string, file: string): Annotations {
  const read = readStudyFile(text, file);
  if (read.kind === 'annotations') return read.annotations;
  throw new Error(`${file}: expected an annotator's judgements, got a study that nobody has judged.`);
}

function asSettings(value: unknown, place: Place): StudySettings {
  const record = asRecord(value, place);
  const size = asInteger(record.size, inside(place, 'size'), 2, studyLimits.images);
  if (size % 2 !== 0) throw unexpected(inside(place, 'size'), 'an even number', size);
  return {
    data: asLine(record.data, inside(place, 'data'), studyLimits.name),
    level: record.level === null ? null : asNumber(record.level, inside(place, 'level'), 0, 1),
    label: record.label === null ? null : asInteger(record.label, inside(place, 'label'), 0, 65_535),
    size,
    seed: asInteger(record.seed, inside(place, 'seed'), 0, MOST_INDEX),
  };
}

function asStudy(value: unknown, place: Place): Study {
  const record = asRecord(value, place);
  const images = asImages(record.images, inside(place, 'images'));
  if (images.length === 0) throw unexpected(inside(place, 'images'), 'a list of one image or more', []);
  return { settings: asSettings(record.settings, inside(place, 'settings')), images };
}

function asImages(value: unknown, place: Place): number[] {
  const images = asShort(value, place, studyLimits.images, (element, at) =>
    asInteger(element, at, 0, MOST_INDEX),
  );
  mustDiffer(images, place);
  return images;
}

function asAnnotations(record: Record<string, unknown>, top: Place): Annotations {
  const study = asStudy(record.study, inside(top, 'study'));
  const known = new Set(study.images);
  const mustBeKnown = (image: number, place: Place) => {
    if (!known.has(image)) throw unexpected(place, 'an image of the study', image);
  };
  const ownCodes = asOwnCodes(record, top);
  const codes = [...codebook.map(({ id }) => id), ...ownCodes];
  const judgements = asShort(
    record.judgements,
    inside(top, 'judgements'),
    study.images.length,
    (value, place) => {
      const judgement = asJudgement(value, place, codes);
      mustBeKnown(judgement.image, inside(place, 'image'));
      return judgement;
    },
  );
  mustDiffer(
    judgements.map(({ image }) => image),
    inside(top, 'judgements'),
  );
  const pies = record.pies === null ? null : asImages(record.pies, inside(top, 'pies'));
  for (const image of pies ?? []) mustBeKnown(image, inside(top, 'pies'));
  const annotator = asLine(record.annotator, inside(top, 'annotator'), studyLimits.name);
  return { study, annotator, ownCodes, judgements, pies };
}

function asOwnCodes({ ownCodes }: Record<string, unknown>, top: Place): string[] {
  const place = inside(top, 'ownCodes');
  const codes = asShort(ownCodes, place, studyLimits.ownCodes, (element, at) =>
    asLine(element, at, studyLimits.code),
  );
  mustDiffer([...codebook.map(({ id }) => id), ...codes], place);
  return codes;
}

function asJudgement(value: unknown, place: Place, known: readonly string[]): Judgement {
  const record = asRecord(value, place);
  const codes = asShort(record.codes, inside(place, 'codes'), known.length, (element, at) => {
    const code = known.find((candidate) => candidate === element);
    if (code === undefined) throw unexpected(at, 'a code of the codebook or of ownCodes', element);
    return code;
  });
  mustDiffer(codes, inside(place, 'codes'));
  const note = record.note;
  if (typeof note !== 'string' || note.length > studyLimits.note) {
    throw unexpected(inside(place, 'note'), `a text of at most ${studyLimits.note} characters`, note);
  }
  const at = inside(place, 'at');
  if (typeof record.at !== 'string' || record.at.length > 40 || Number.isNaN(Date.parse(record.at))) {
    throw unexpected(at, 'a time such as 2026-01-31T12:00:00.000Z', record.at);
  }
  return {
    image: asInteger(record.image, inside(place, 'image'), 0, MOST_INDEX),
    codes,
    note,
    difficulty:
      record.difficulty === null ? null : asInteger(record.difficulty, inside(place, 'difficulty'), 1, 5),
    at: record.at,
  };
}

/** A list of at most `most` elements. */
function asShort<T>(value: unknown, place: Place, most: number, read: (of: unknown, at: Place) => T): T[] {
  if (Array.isArray(value) && value.length > most) {
    throw unexpected(place, `a list of at most ${most}`, value);
  }
  return asList(value, place, read);
}

/** A text of one line and at most `most` characters, without spaces around it. */
function asLine(value: unknown, place: Place, most: number): string {
  const text = asText(value, place);
  if (text.length > most || /\p{Cc}/u.test(text) || text.trim() !== text) {
    throw unexpected(
      place,
      `one line of at most ${most} characters without spaces around it`,
      named(text) || text,
    );
  }
  return text;
}

function mustDiffer(values: readonly (number | string)[], place: Place): void {
  const seen = new Set<number | string>();
  for (const value of values) {
    if (seen.has(value)) throw unexpected(place, 'a list without repeats', named(value));
    seen.add(value);
  }
}
