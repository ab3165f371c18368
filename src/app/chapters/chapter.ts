import type { ComponentType } from 'react';
import type { Experiment, Offer } from '../../model/experiment';
import type { GalleryState } from '../../views/exemplars/galleryState';
import type { Address, PanelState } from '../address';
import type { Comparison, ZooReport } from '../lab/protocol';
import type { Lab } from '../useLab';

/** What every chapter may read and change. */
export type ChapterProps = {
  lab: Lab;
  zoo: ZooReport;
  offer: Offer;
  /** The experiment asked for. */
  experiment: Experiment;
  /** The same with the level under the slider, before it comes to rest. */
  drafted: Experiment;
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
