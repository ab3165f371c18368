import type { Annotations, StudySettings } from '../../audit/study/study';
import { readAnnotations, writeAnnotations } from '../../formats/study/study';
import { parseSettings, settingsQuery } from '../../views/study/settings';

const PREFIX = 'lacuna-study?';

/** The same for as long as the page is open, for browsers that keep nothing. */
const open = new Map<string, Annotations[]>();

function readList(text: string | null): Annotations[] {
  if (text === null) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.map((entry) => readAnnotations(String(entry), 'the kept study'));
  } catch {
    return [];
  }
}

/** What this browser keeps of a study: the annotator's own file, then those of others; empty where there is none that can be read. */
export function keptStudy(settings: StudySettings): Annotations[] {
  const key = PREFIX + settingsQuery(settings);
  try {
    return open.get(key) ?? readList(localStorage.getItem(key));
  } catch {
    return [];
  }
}

/** Keeps a study's files, or removes them where there are none. False where the browser keeps nothing or has no room. */
export function keepStudy(settings: StudySettings, files: Annotations[]): boolean {
  const key = PREFIX + settingsQuery(settings);
  open.set(key, files);
  try {
    if (files.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(files.map(writeAnnotations)));
    return true;
  } catch {
    return false;
  }
}

/** A study that this browser keeps: whose judgements it holds, and its bytes in storage. */
export type KeptStudy = { settings: StudySettings; annotators: number; judged: number; bytes: number };

/** Bytes of a character in the browser's storage. */
const BYTES = 2;

/** All studies that this browser keeps. */
export function keptStudies(): KeptStudy[] {
  return keptSettings().map((settings) => {
    const files = keptStudy(settings);
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
