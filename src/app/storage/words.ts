import type { ImportEntry } from '../../library/imports';
import { bytes, count, counted, noun } from '../../text/format';
import { studiedNetworks } from '../../views/study/studyWords';
import type { KeptStudy } from '../judge/kept';
import type { StorageState } from './promise';

/** How much of its room this site uses. */
export function roomSentence({ usage, quota }: StorageState): string {
  return usage === null || quota === null
    ? 'This browser does not say how much room there is.'
    : `This site uses ${bytes(usage)} of the ${bytes(quota)} that the browser gives it.`;
}

/** What becomes of what is kept when room is short. */
export function promiseSentence(promised: boolean | null): string {
  if (promised === null) {
    return (
      'It stays on this machine until you delete it; this browser does not say whether it deletes it ' +
      'itself when room is short.'
    );
  }
  return promised
    ? 'It stays on this machine until you delete it: the browser has promised to keep it.'
    : 'It stays on this machine until you delete it, or until the browser does: it has not promised ' +
        'to keep it when room is short.';
}

/** What an import holds, with its size. */
export function importWords(entry: ImportEntry): string {
  const { created, images, classes, networks, hasPictures, bytes: size } = entry;
  const what =
    `${count(networks.dense)} + ${counted(networks.compressed, 'network')}, ` +
    `${counted(images, 'image')}${hasPictures ? ' with pictures' : ''}, ${count(classes)} ` +
    `${noun(classes, 'class', 'classes')}`;
  return `${what} · ${bytes(size)}${created && ` · ${created.slice(0, 10)}`}`;
}

/** Which images a study is of; `names` are those of datasets that are the reader's own. */
export function studyTitle({ settings }: KeptStudy, names: ReadonlyMap<string, string>): string {
  return `${names.get(settings.data) ?? settings.data}, ${studiedNetworks(settings.level)}`;
}

/** How a study was drawn and how far it has come, with its size. */
export function studyWords({ settings, annotators, judged, bytes: size }: KeptStudy): string {
  return (
    `${count(settings.size)} ${noun(settings.size, 'image')}, seed ${settings.seed}: ` +
    `${count(judged)} ${noun(judged, 'judgement')} by ${count(annotators)} ` +
    `${noun(annotators, 'annotator')} · ${bytes(size)}`
  );
}
