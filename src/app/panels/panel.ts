// What a panel is, and what its host gives it.
import { type ComponentType, createContext } from 'react';
import type { Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import type { Guessed } from '../../charts/withheld';
import type { Experiment, Offer } from '../../model/experiment';
import type { Shard } from '../../model/shard';
import type { Sort } from '../../views/classes/rows';
import type { FindingsPhase } from '../../views/exemplars/Exemplars';
import type { GalleryState } from '../../views/exemplars/galleryState';
import type { Follow } from '../../views/follow/place';
import type { PopulationName } from '../../views/inspector/inspectorWords';
import type { MethodsAnchor } from '../../views/methods/anchors';
import type { GroupsState } from '../../views/subgroups/groupsState';
import type { Address, PanelState } from '../address';
import type { OpenedImport } from '../imports/protocol';
import type { ZooReport } from '../lab/protocol';
import type { Comparison } from '../lab/results';
import type { Lab } from '../useLab';
import type { Answered, Asked, QuestionId } from './questions';

/**
 * The level under the slider before it comes to rest; null when it rests. Apart from `ZooGiven`: few panels
 * follow every step.
 */
export const Drafted = createContext<number | null>(null);

/** What panels may need beyond two populations' labels and their audit. */
type Need =
  /** True labels of the images. */
  | 'truth'
  /** The probabilities that the networks gave. */
  | 'probabilities'
  /** How many training images each class had. */
  | 'trainingCounts'
  /** Populations trained sparse at several levels. */
  | 'levels'
  /** Narrow networks, trained so. */
  | 'widths'
  /** The networks themselves, to prune them and to run them over other images. */
  | 'networks';

/**
 * Where panels stand: the explorer of a zoo or of a reader's own networks, that of an import or of a bundle.
 */
export type HostKind = 'zoo' | 'own' | 'import' | 'bundle';

/** What a host cannot give, each with one clause that says why; the rest is given. */
export type Lacks = Partial<Record<Need, string>>;

/** The last answer to a question; `isCurrent` where it was asked of what is on screen. */
export type Known<Q extends QuestionId> = Answered<Q> & { isCurrent: boolean };

/** How a panel asks its host's worker. */
export type Asking = {
  known: <Q extends QuestionId>(question: Q) => Known<Q> | null;
  /** Another function once it would ask of something else. */
  ask: <Q extends QuestionId>(question: Q, asked: Asked<Q>) => void;
  /** Ends the work on what was asked. */
  stop: (question: QuestionId) => void;
};

/** What is open in panels, as the address keeps it. */
export type PanelView = {
  row: number | null;
  order: Sort;
  groups: GroupsState;
  gallery: GalleryState;
  /** Share of what retraining gives within which a count is no more. */
  margin: number;
};

/**
 * What the explorer of a zoo gives beyond that; the same object until something that panels show has changed.
 */
export type ZooGiven = {
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
  /** How to get to other places of the page. */
  follow: Follow;
};

/** What every host gives. */
export type Given = {
  findings: Findings;
  dense: Predictions;
  compressed: Predictions;
  /** What the compressed population is called. */
  name: PopulationName;
  /** What the data are called. */
  data: string;
  classes: string[];
  /** Of the images that the findings cover; null until they are there. */
  truth: Uint16Array | null;
  shard: Shard | null;
  /** What pixels the answers are of, where that is not plain: "on JPEG copies of the test images". */
  answeredOn: string | null;
  /** How the training images of each class were counted or chosen; null where nothing is to be said. */
  trainingNote: string | null;
  /** Whether probabilities may still come. */
  isScoreAwaited: boolean;
  stale: boolean;
  settled: boolean;
  active: boolean;
  phase: FindingsPhase;
  view: PanelView;
  onView: (change: Partial<PanelView>) => void;
  asking: Asking;
  /** Whether a link to it opens in this browser alone. */
  local: boolean;
  /** Of the explorer of a zoo alone, */
  zoo: ZooGiven | null;
  /** and of that of an import. */
  imported: OpenedImport | null;
};

/** A figure with what it answers and what it needs. */
export type Panel = {
  /** Lower-case letters and hyphens, unlike any other: the address keeps which are open. */
  id: string;
  title: string;
  /** What it answers, in a few words. */
  asks: string;
  needs: Need[];
  /**
   * The hosts that it is for, where another panel takes its place in the others: nothing is said of it there.
   * All, where left out.
   */
  only?: readonly HostKind[];
  /**
   * What of the open view it shows, which questions it asks, and whether it takes more of the explorer of a
   * zoo. It is drawn again where one of these changes, and not for what other panels show and are told.
   */
  reads?: readonly (keyof PanelView | QuestionId | 'zoo')[];
  /**
   * Numbers that a reader may be asked to guess first (`Withheld`) which it does not state, or leaves out
   * itself. While another is withheld, a sentence stands in its place.
   */
  leavesOut?: readonly Guessed[];
  /** Whether a report, which is one file and runs nothing, shows the same. */
  inReport?: true;
  /**
   * Where what it claims is said elsewhere: the section of Methods, the keys of `lacuna audit --json`, the
   * section of docs/findings.md.
   */
  claim: { methods: MethodsAnchor; json: string[]; findings?: string };
  Body: ComponentType<Given>;
};

/** One step of the argument: a panel that stands open, and further ones to be opened. */
export type Chapter = {
  title: string;
  /** What it is about, one or two short sentences in everyday words: true of any data. */
  opens: string;
  /** Drawn at once, not only when near: what shipped results show without computing anything. */
  early?: boolean;
  leads: Panel[];
  details: Panel[];
};
