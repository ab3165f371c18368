import { type ComponentType, createContext } from 'react';
import type { Experiment, Offer } from '../../model/experiment';
import type { GalleryState } from '../../views/exemplars/galleryState';
import type { Address, PanelState } from '../address';
import type { Comparison, ZooReport } from '../lab/protocol';
import type { Lab } from '../useLab';

/** The level under the slider before it comes to rest; null when it rests. Apart from `ChapterProps`: few chapters follow every step. */
export const Drafted = createContext<number | null>(null);

/** What every chapter may read and change; the same object until something that chapters show has changed. */
export type ChapterProps = {
  /** Without the progress of a job, which the bar shows. */
  lab: Lab;
  zoo: ZooReport;
  offer: Offer;
  /** The experiment asked for. */
  experiment: Experiment;
  /** The comparison on screen: of `experiment`, or, when `stale`, of the one before. */
  comparison: Comparison;
  stale: boolean;
  /** Whether the comparison covers all its images and no job is in progress. */
  settled: boolean;
  /** Whether the explorer is the page being read. */
  active: boolean;
  address: Address;
  setExperiment: (experiment: Experiment) => void;
  setPanels: (panels: Partial<PanelState>) => void;
  setVersus: (versus: Experiment | null) => void;
  setGallery: (gallery: GalleryState) => void;
};

/** One step of the argument. */
export type ChapterEntry = {
  title: string;
  /** Drawn at once, not only when near: what shipped results show without computing anything. */
  early?: boolean;
  Body: ComponentType<ChapterProps>;
};
