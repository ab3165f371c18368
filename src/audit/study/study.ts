import { mulberry32, shuffledIndices } from '../statistics/random';

/**
 * What the name of imported predictions begins with where a dataset is named; the rest is the id that one
 * browser gave them.
 */
export const IMPORTED = 'import-';

/** What decides which images a study shows. */
export type StudySettings = {
  /** The dataset's id. */
  data: string;
  /**
   * Share of weights removed from the population whose PIEs are judged, 0..1; null of predictions, of which
   * that is not known.
   */
  level: number | null;
  /** Only images of this true label; null for all. */
  label: number | null;
  /** Images asked for, even. */
  size: number;
  seed: number;
};

/** The images to judge, in the order shown: ids alone, so that nothing tells which are PIEs. */
export type Study = { settings: StudySettings; images: number[] };

/** What one annotator says of one image. */
export type Judgement = {
  image: number;
  /** Ids of the codebook, or codes of one's own by their text; each once. */
  codes: string[];
  note: string;
  /** 1 (easy) to 5 (hard); null where not said. */
  difficulty: number | null;
  /** When it was last changed, ISO 8601. */
  at: string;
};

/** One annotator's judgements of a study. */
export type Annotations = {
  study: Study;
  annotator: string;
  /** Codes of one's own. */
  ownCodes: string[];
  judgements: Judgement[];
  /** Which of the study's images are PIEs; null until the annotator has finished, who is blind until then. */
  pies: number[] | null;
};

/**
 * A balanced draw: as many PIEs as other images, from those of the label asked for, at most size / 2 of each,
 * in one shuffled order. `pies` are ascending indices into `truth` [images]. Equal settings and PIEs give
 * equal studies. Fewer images where there are not enough of either; none where there are none.
 */
export function drawStudy(settings: StudySettings, pies: Uint32Array, truth: Uint16Array): Study {
  const { label, size, seed } = settings;
  const arePies = new Set(pies);
  const chosen = Array.from(truth.keys()).filter((image) => label === null || truth[image] === label);
  const inside = chosen.filter((image) => arePies.has(image));
  const outside = chosen.filter((image) => !arePies.has(image));
  const half = Math.min(Math.floor(size / 2), inside.length, outside.length);
  const random = mulberry32(seed);
  const draw = (from: number[]) =>
    shuffledIndices(from.length, random)
      .slice(0, half)
      .map((place) => from[place]);
  const drawn = [...draw(inside), ...draw(outside)];
  return { settings, images: shuffledIndices(drawn.length, random).map((place) => drawn[place]) };
}

/**
 * Whether two studies may be of the same data: what is imported has another name in each browser, so that its
 * images must tell.
 */
function sameData(a: string, b: string): boolean {
  return a === b || (a.startsWith(IMPORTED) && b.startsWith(IMPORTED));
}

/** Whether two studies show the same images in the same order, under the same settings. */
export function sameStudy(a: Study, b: Study): boolean {
  const { data, level, label, size, seed } = a.settings;
  const other = b.settings;
  return (
    sameData(data, other.data) &&
    level === other.level &&
    label === other.label &&
    size === other.size &&
    seed === other.seed &&
    a.images.length === b.images.length &&
    a.images.every((image, place) => image === b.images[place])
  );
}

/** Several annotators' judgements of one study, and which of its images are PIEs. */
export type MergedStudy = { study: Study; annotators: Annotations[]; pies: number[] };

function ascending(list: number[]): string {
  return [...list].sort((a, b) => a - b).join(' ');
}

/**
 * Several annotators' files as one. Throws a sentence where they are not of one study, where two are of one
 * annotator, or where they disagree on the PIEs. So it does where nobody has finished and the PIEs are not
 * known.
 */
export function mergeAnnotations(files: Annotations[]): MergedStudy {
  if (files.length === 0) throw new Error('Expected one annotator’s file or more, got none.');
  const [first, ...others] = files;
  for (const other of others) {
    if (!sameStudy(first.study, other.study)) {
      throw new Error(
        `Expected judgements of the same study, but ${other.annotator} judged other images than ` +
          `${first.annotator}; take files of one study.`,
      );
    }
  }
  const names = files.map(({ annotator }) => annotator);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new Error(`Expected each annotator once, got two files by ${twice}; leave one out or rename it.`);
  }
  const finished = files.filter(({ pies }) => pies !== null);
  if (finished.length === 0) {
    throw new Error(
      'Expected at least one annotator who has finished, got none: which images are PIEs is told only then.',
    );
  }
  const pies = finished[0].pies ?? [];
  for (const { annotator, pies: told } of finished) {
    if (told && ascending(told) !== ascending(pies)) {
      throw new Error(
        `Expected files that agree on which images are PIEs, but those of ${finished[0].annotator} and ` +
          `${annotator} do not; they come from different networks.`,
      );
    }
  }
  return { study: first.study, annotators: files, pies };
}
