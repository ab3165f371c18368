import type { Annotations, StudySettings } from '../../audit/study/study';
import { withOwnCodes } from '../../audit/study/studyCodes';
import { crc32 } from '../../formats/bytes/crc32';
import { readAnnotations, writeAnnotations } from '../../formats/study/study';
import { noun } from '../../text/format';
import { parseSettings, settingsQuery } from '../../views/study/settings';

const PREFIX = 'lacuna-study?';

/**
 * A study's files as this tab knows them, and the text that this browser kept when it last read or wrote
 * them.
 */
type Known = { files: Annotations[]; text: string | null };

/** The same for as long as the page is open, for browsers that keep nothing. */
const open = new Map<string, Known>();

/**
 * What this browser keeps of a study: the annotator's own file, then those of others; and what of it was
 * lost, in a sentence.
 */
export type KeptFiles = { files: Annotations[]; problem: string | null };

function checksum(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}

/** Files as the browser keeps them: each with its checksum before it, so that damage is noticed. */
export function writeKept(files: Annotations[]): string {
  return JSON.stringify(files.map(writeAnnotations).map((text) => `${checksum(text)} ${text}`));
}

/**
 * Reads what `writeKept` wrote, and what was kept before there were checksums. Files that are damaged are
 * left out, and counted in the problem.
 */
export function readKept(text: string | null): KeptFiles {
  if (text === null) return { files: [], problem: null };
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = null;
  }
  if (!Array.isArray(list)) return { files: [], problem: DAMAGED };
  const files: Annotations[] = [];
  for (const entry of list) {
    const [, sum = null, content = ''] = /^(?:([0-9a-f]{8}) )?([\s\S]*)$/.exec(String(entry)) ?? [];
    try {
      if (sum !== null && sum !== checksum(content)) continue;
      files.push(readAnnotations(content, 'the kept study'));
    } catch {
      // Damaged: counted below.
    }
  }
  const lost = list.length - files.length;
  const problem =
    `${lost} of ${list.length} files of this study ${noun(lost, 'was', 'were')} damaged in this browser's ` +
    `storage and ${noun(lost, 'is', 'are')} left out; the others are whole.`;
  return { files, problem: lost === 0 ? null : files.length === 0 ? DAMAGED : problem };
}

const DAMAGED =
  'What this browser kept of the study was damaged in its storage and cannot be read. Begin anew, ' +
  'or choose a file that was saved.';

/**
 * What two tabs know of one study, where both have changed it since they last agreed: of each image the later
 * judgement, all codes, all annotators.
 */
export function joinKept(mine: Annotations[], theirs: Annotations[]): Annotations[] {
  const joined = mine.map((own) => {
    const other = theirs.find(({ annotator }) => annotator === own.annotator);
    return other ? joinedFile(own, other) : own;
  });
  return [
    ...joined,
    ...theirs.filter((other) => !mine.some(({ annotator }) => annotator === other.annotator)),
  ];
}

function joinedFile(own: Annotations, other: Annotations): Annotations {
  const judgements = new Map(own.judgements.map((one) => [one.image, one]));
  for (const one of other.judgements) {
    const known = judgements.get(one.image);
    if (!known || known.at < one.at) judgements.set(one.image, one);
  }
  // Codes that judgements name are never dropped, so that the file can be read again.
  const ownCodes = [...new Set([...withOwnCodes(own.ownCodes, other.ownCodes), ...other.ownCodes])];
  return { ...own, judgements: [...judgements.values()], ownCodes, pies: own.pies ?? other.pies };
}

/** What this browser keeps of a study; no files where there are none that can be read. */
export function keptStudy(settings: StudySettings): KeptFiles {
  const key = PREFIX + settingsQuery(settings);
  const known = open.get(key);
  if (known) return { files: known.files, problem: null };
  try {
    const text = localStorage.getItem(key);
    const read = readKept(text);
    if (read.files.length > 0) open.set(key, { files: read.files, text });
    return read;
  } catch {
    return { files: [], problem: null };
  }
}

/**
 * Keeps a study's files, or removes them where there are none. What another tab kept since this one looked is
 * joined, never overwritten. Gives what is kept now; `kept` is false where the browser keeps nothing or has
 * no room.
 */
export function keepStudy(
  settings: StudySettings,
  files: Annotations[],
): { kept: boolean; files: Annotations[] } {
  const key = PREFIX + settingsQuery(settings);
  let next = files;
  try {
    const now = localStorage.getItem(key);
    const seen = open.get(key)?.text ?? null;
    if (files.length > 0 && now !== null && now !== seen) next = joinKept(files, readKept(now).files);
    const text = next.length === 0 ? null : writeKept(next);
    open.set(key, { files: next, text });
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return { kept: true, files: next };
  } catch {
    open.set(key, { files: next, text: null });
    return { kept: false, files: next };
  }
}

/** Calls `onChange` with a study's files whenever another tab keeps others. Returns how to stop. */
export function watchStudy(settings: StudySettings, onChange: (files: Annotations[]) => void): () => void {
  const key = PREFIX + settingsQuery(settings);
  const follow = (event: StorageEvent) => {
    if (event.key !== key || event.newValue === null) return;
    const known = open.get(key) ?? { files: [], text: null };
    const theirs = readKept(event.newValue).files;
    if (theirs.length === 0) return;
    if (event.oldValue === known.text) {
      open.set(key, { files: theirs, text: event.newValue });
      onChange(theirs);
    } else onChange(keepStudy(settings, joinKept(known.files, theirs)).files);
  };
  addEventListener('storage', follow);
  return () => removeEventListener('storage', follow);
}

/** A study that this browser keeps: whose judgements it holds, and its bytes in storage. */
export type KeptStudy = { settings: StudySettings; annotators: number; judged: number; bytes: number };

/** Bytes of a character in the browser's storage. */
const BYTES = 2;

/** All studies that this browser keeps. */
export function keptStudies(): KeptStudy[] {
  return keptSettings().map((settings) => {
    const { files } = keptStudy(settings);
    const key = PREFIX + settingsQuery(settings);
    return {
      settings,
      annotators: files.length,
      judged: files.reduce((sum, { judgements }) => sum + judgements.length, 0),
      bytes: BYTES * (key.length + (localStorage.getItem(key)?.length ?? 0)),
    };
  });
}

/** The settings of all studies that this browser keeps. */
export function keptSettings(): StudySettings[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => parseSettings(key.slice(PREFIX.length)) ?? []);
  } catch {
    return [];
  }
}
