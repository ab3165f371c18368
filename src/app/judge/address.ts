import { IMPORTED, type StudySettings } from '../../audit/study/study';
import { withOwnCodes } from '../../audit/study/studyCodes';
import { isStoredId } from '../../library/stored';
import { readSettings, settingsQuery } from '../../views/study/settings';

/** The address of the page on which people judge images. */
export const HASH = '#/judge';

/** The address that reopens a study, with its own codes. */
export function hrefOf(settings: StudySettings, ownCodes: string[] = []): string {
  const codes = new URLSearchParams(ownCodes.map((code) => ['code', code]));
  return `${HASH}?${settingsQuery(settings)}${codes.size > 0 ? `&${codes}` : ''}`;
}

/** The address at which the images of an import are judged. */
export function judgeImportHref(id: string): string {
  return `${HASH}?data=${importedData(id)}`;
}

/** What an import is called where a dataset is named. */
export function importedData(id: string): string {
  return IMPORTED + id;
}

/** The id of an import from the name of a dataset; null where that names none. */
export function importIdOf(data: string): string | null {
  const id = data.startsWith(IMPORTED) ? data.slice(IMPORTED.length) : '';
  return isStoredId(id) ? id : null;
}

/**
 * What an address asks for: a study, or data alone (an import's, where it has an id) whose study is to be set
 * up. `problem` says why it is no study.
 */
export function readJudgeAddress(hash: string): {
  asked: StudySettings | null;
  /** Codes of the study's own. */
  ownCodes: string[];
  /** Empty where the address names none. */
  data: string;
  importId: string | null;
  problem: string | null;
} {
  const query = hash.slice(HASH.length + 1);
  const parameters = new URLSearchParams(query);
  const data = parameters.get('data') ?? '';
  const ownCodes = withOwnCodes([], parameters.getAll('code'));
  const { settings, problem } = readSettings(query);
  return { asked: settings, ownCodes, data, importId: importIdOf(data), problem };
}
