/** Shares of coded images in percent: images that are no PIEs, and PIEs. */
type PaperShares = { nonPie: number; pie: number };

/** One thing that may hold of an image; several may hold of one. */
export type StudyCode = {
  id: string;
  name: string;
  /** What to look for. */
  means: string;
  /** The paper's own shares; null for the codes that only the authors' site has. */
  paper: PaperShares | null;
};

/** Where the codebook and the shares come from. None of the shares was computed here. */
export const studySource = 'Hooker et al., arXiv 1911.05248, version 2: 85 people, 1,230 ImageNet images';

/**
 * The codebook of the paper's human study, then the two codes that the authors' site adds. The first and the
 * fourth row of shares are the same figures in version 2, which is probably a slip.
 */
export const codebook: StudyCode[] = [
  {
    id: 'label',
    name: 'Label incorrect or inadequate',
    means: 'The label that came with the image is wrong, or does not say what is seen.',
    paper: { nonPie: 8.9, pie: 43.55 },
  },
  {
    id: 'several',
    name: 'Several objects',
    means: 'More than one object could be meant.',
    paper: { nonPie: 39.53, pie: 59.15 },
  },
  {
    id: 'corrupted',
    name: 'Corrupted image',
    means: 'Blur, noise, contrast, text laid over, a part cut off.',
    paper: { nonPie: 14.37, pie: 13.72 },
  },
  {
    id: 'fine',
    name: 'Fine-grained',
    means: 'Near another class: telling them apart takes detail.',
    paper: { nonPie: 8.9, pie: 43.55 },
  },
  {
    id: 'abstract',
    name: 'Abstract representation',
    means: 'The object in another form: a drawing, a sculpture, a pattern.',
    paper: { nonPie: 3.43, pie: 5.76 },
  },
  {
    id: 'atypical',
    name: 'Atypical example',
    means: 'Of its class, but unlike most of it.',
    paper: null,
  },
  {
    id: 'cooccurring',
    name: 'Frequently co-occurring labels',
    means: 'What is seen often appears with things of another class.',
    paper: null,
  },
];

/** The name of a code: the codebook's, or for a code of one's own the text itself. */
export function codeName(id: string): string {
  return codebook.find((code) => code.id === id)?.name ?? id;
}

/** Codes of one's own that a study can have. */
export const MOST_OWN_CODES = 20;
const LONGEST = 60;

/**
 * What two codes have in common that are one: they differ in case, spaces or the composition of letters
 * alone.
 */
export function codeKey(code: string): string {
  return code.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/**
 * By their keys, the codes that the codebook's and `ownCodes` are one with: ids of the codebook, or the first
 * of one's own.
 */
export function codesByKey(ownCodes: readonly string[]): Map<string, string> {
  const known = new Map(codebook.flatMap(({ id, name }) => [id, name].map((text) => [codeKey(text), id])));
  for (const code of ownCodes) if (!known.has(codeKey(code))) known.set(codeKey(code), code);
  return known;
}

/**
 * `ownCodes` and those of `texts` that are new: on one line, without spaces around them, at most as many as a
 * study can have.
 */
export function withOwnCodes(ownCodes: string[], texts: readonly string[]): string[] {
  const known = codesByKey(ownCodes);
  const all = [...ownCodes];
  for (const text of texts) {
    const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    const code = line.slice(0, LONGEST).trim();
    if (code === '' || known.has(codeKey(code)) || all.length >= MOST_OWN_CODES) continue;
    known.set(codeKey(code), code);
    all.push(code);
  }
  return all.length > ownCodes.length ? all : ownCodes;
}
