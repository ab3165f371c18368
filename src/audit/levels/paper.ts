/** One row of the paper's tables. */
type PaperRow = {
  name: string;
  /** Share of weights removed; null for number formats. */
  removed: number | null;
  /** Top-1, 0..1. */
  top1: number;
  /** Null where the paper gives none. */
  flagged: number | null;
  /** Null for the dense population. */
  pies: number | null;
};

/** A table of the paper. None of it was computed here. */
export type PaperTable = {
  id: string;
  data: string;
  network: string;
  networks: number;
  images: number;
  /** Null where no class is flagged in the paper. */
  classes: number | null;
  source: string;
  rows: PaperRow[];
};

const source = 'Hooker et al., arXiv 1911.05248, version 2';

function pruned(percent: number, top1: number, flagged: number | null, pies: number): PaperRow {
  return { name: `${percent}% pruned`, removed: percent / 100, top1: top1 / 100, flagged, pies };
}

function quantised(name: string, top1: number, flagged: number, pies: number): PaperRow {
  return { name, removed: null, top1: top1 / 100, flagged, pies };
}

function dense(top1: number): PaperRow {
  return { name: 'Dense', removed: 0, top1: top1 / 100, flagged: null, pies: null };
}

/** The paper's own figures for ImageNet and CelebA, not corrected for what retraining alone changes. */
export const paperTables: PaperTable[] = [
  {
    id: 'imagenet',
    data: 'ImageNet',
    network: 'ResNet-50',
    networks: 30,
    images: 50_000,
    classes: 1000,
    source,
    rows: [
      dense(76.68),
      pruned(30, 76.46, 69, 1819),
      pruned(50, 75.87, 145, 2193),
      pruned(70, 75.02, 317, 3073),
      pruned(90, 72.6, 582, 5136),
      quantised('float16', 76.65, 53, 2019),
      quantised('int8, dynamic range', 76.1, 121, 2193),
      quantised('int8, fixed point', 76.46, 113, 2093),
    ],
  },
  {
    id: 'celeba',
    data: 'CelebA',
    network: 'ResNet-18',
    networks: 30,
    images: 19_962,
    classes: null,
    source,
    rows: [
      dense(94.73),
      pruned(30, 94.75, null, 555),
      pruned(50, 94.81, null, 638),
      pruned(70, 94.44, null, 990),
      pruned(90, 94.07, null, 3229),
      pruned(95, 93.39, null, 5057),
      pruned(99, 90.98, null, 8754),
    ],
  },
];
