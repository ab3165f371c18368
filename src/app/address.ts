import { useCallback, useEffect, useRef, useState } from 'react';
import { MARGIN, readMargin } from '../audit/retraining/verdict';
import { type Experiment, FIRST_RUN, type Offer, variantOf } from '../model/experiment';
import { experimentQuery, parseExperiment } from '../model/experimentAddress';
import { isMade } from '../model/variant';
import { readIndex } from '../text/readIndex';
import type { Sort } from '../views/classes/rows';
import { type GalleryState, parseGallery, serialiseGallery } from '../views/exemplars/galleryState';
import { choiceText, parseChoice, type RobustnessChoice } from '../views/robustness/choice';
import { type GroupsState, groupsQuery, parseGroups } from '../views/subgroups/groupsState';
import { tourStep, withTour } from './tour/addresses';

/** All of the page that a link keeps. */
export type Address = {
  experiment: Experiment;
  /** The compression set beside it; its images, networks and ties are the experiment's. */
  versus: Experiment | null;
  gallery: GalleryState;
  panels: PanelState;
  /** The step of the tour, from 1; null: none. */
  tour: number | null;
  /** Whether chapters are slides. */
  stage: boolean;
};

/** What is open in the panels. */
export type PanelState = {
  /** The chapter that was gone to, from 1; null where none was. */
  chapter: number | null;
  /** The class whose row is open. */
  row: number | null;
  /** The order of the rows. */
  order: Sort;
  /** The network whose weights are shown. */
  network: number;
  /** The ids of the details that are open. */
  details: string[];
  groups: GroupsState;
  /** The corruption shown. */
  breaks: RobustnessChoice;
  /** Within this margin a count is called no different from what retraining gives. */
  margin: number;
};

/** How many there are of what an address names by its number, and the ids of the details that can open. */
export type Counts = { classes: number; chapters: number; details: readonly string[] };

const ORDERS: Sort[] = ['change', 'beyond', 'name'];

function indexBelow(limit: number, text: string | null): number | null {
  const index = readIndex(text);
  return index !== null && index < limit ? index : null;
}

function readPanels(query: URLSearchParams, { classes, chapters, details }: Counts): PanelState {
  const chapter = indexBelow(chapters + 1, query.get('chapter'));
  return {
    chapter: chapter === 0 ? null : chapter,
    row: indexBelow(classes, query.get('row')),
    order: ORDERS.find((order) => order === query.get('order')) ?? ORDERS[0],
    network: indexBelow(1000, query.get('network')) ?? 0,
    details: (query.get('details') ?? '').split('.').filter((id) => details.includes(id)),
    groups: parseGroups(query),
    breaks: parseChoice(query.get('breaks')),
    margin: readMargin(query.get('margin')) ?? MARGIN,
  };
}

/** What a query says, given what the zoo offers; `notices` names what its experiment asked in vain. */
export function readAddress(
  asked: URLSearchParams,
  offer: Offer,
  counts: Counts,
): Address & { notices: string[] } {
  const query = withTour(asked);
  const versus = query.get('versus');
  const { experiment, notices } = parseExperiment(query, offer);
  const gallery = parseGallery(query);
  const isThere = gallery.image === null || gallery.image < offer.images;
  return {
    experiment,
    notices,
    versus:
      versus === null ? null : parseExperiment(new URLSearchParams(versus.slice(0, 300)), offer).experiment,
    gallery: isThere ? gallery : { ...gallery, image: null },
    panels: readPanels(query, counts),
    tour: tourStep(query),
    stage: query.has('stage'),
  };
}

/** What of a second compression is its own. */
const OWN = ['variant', 'sparsity', 'method', 'scope', 'recalibrate', 'baseline', 'width', 'format'];

function versusQuery(versus: Experiment, offer: Offer): string {
  const all = experimentQuery(versus, offer);
  const own = new URLSearchParams([...all].filter(([name]) => OWN.includes(name)));
  own.set('variant', versus.variant);
  return own.toString();
}

/** The query that reopens an address. */
export function writeAddress(
  { experiment, versus, gallery, panels, tour, stage }: Address,
  offer: Offer,
): URLSearchParams {
  const query = experimentQuery(experiment, offer);
  for (const [name, value] of Object.entries(serialiseGallery(gallery))) query.set(name, value);
  if (versus) query.set('versus', versusQuery(versus, offer));
  if (panels.chapter !== null) query.set('chapter', String(panels.chapter));
  if (panels.row !== null) query.set('row', String(panels.row));
  if (panels.order !== ORDERS[0]) query.set('order', panels.order);
  if (panels.network > 0) query.set('network', String(panels.network));
  const breaks = choiceText(panels.breaks);
  if (breaks) query.set('breaks', breaks);
  if (panels.margin !== MARGIN) query.set('margin', String(panels.margin));
  for (const [name, value] of groupsQuery(panels.groups)) query.append(name, value);
  if (panels.details.length > 0) query.set('details', panels.details.join('.'));
  if (tour !== null) query.set('tour', String(tour));
  if (stage) query.set('stage', '1');
  return query;
}

/**
 * Browsers refuse an address that changes too often, so changes are written at once when rare and gathered
 * when not.
 */
const WRITE_EVERY = 150;
/**
 * Choices of one kind within so many milliseconds of each other are one step back: those of a key that is
 * held.
 */
const ONE_STEP = 1000;

/**
 * The choices of an address that Back undoes, by their kinds: all but what is typed, sorted, folded or
 * pinned.
 */
export type Choices = readonly string[];

function choicesOf({ experiment, versus, gallery, panels, tour, stage }: Address): Choices {
  const { sparsity, ...rest } = experiment;
  const { image, class: label } = gallery;
  const kinds = [sparsity, rest, versus, image, label, panels.row, panels.chapter, tour, stage];
  return kinds.map((kind) => JSON.stringify(kind));
}

/** Which kinds of choices differ, as a key. */
function changedKinds(choices: Choices, before: Choices): string {
  return choices.flatMap((choice, kind) => (choice === before[kind] ? [] : [kind])).join();
}

/**
 * Writes queries into the address: a step in the browser's history where the choice is another and `isRead`
 * is false. Nothing is written once `isLeft`: the address then names what comes next.
 */
export function createWriter(): (
  query: string,
  choices: Choices,
  isRead: boolean,
  isLeft: () => boolean,
) => void {
  let written = Number.NEGATIVE_INFINITY;
  let stepped = Number.NEGATIVE_INFINITY;
  let known: Choices | null = null;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (query: string, choices: Choices, isRead: boolean) => {
    const now = performance.now();
    const changed = known === null || isRead ? '' : changedKinds(choices, known);
    const isOther = changed !== '';
    const isStep = isOther && (changed !== last || now - stepped >= ONE_STEP);
    if (isOther) stepped = now;
    last = changed || last;
    known = choices;
    const url = `${location.pathname}${query ? `?${query}` : ''}${location.hash}`;
    if (url === `${location.pathname}${location.search}${location.hash}`) return;
    written = now;
    try {
      if (isStep) history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    } catch {
      // Refused: the next change writes it again.
    }
  };
  return (query, choices, isRead, isLeft) => {
    clearTimeout(timer);
    const writeHere = () => {
      if (!isLeft()) write(query, choices, isRead);
    };
    if (performance.now() - written >= WRITE_EVERY) writeHere();
    else timer = setTimeout(writeHere, WRITE_EVERY);
  };
}

/**
 * Whether the address names another dataset than the one that is open, the first where it names none; that
 * one is then on its way.
 */
function isAwaited({ data, datasets }: Offer): boolean {
  const named = new URLSearchParams(location.search).get('data') ?? datasets[0].id;
  return named !== data && datasets.some(({ id }) => id === named);
}

/**
 * An experiment on another dataset than the one before: populations made here begin with the first images,
 * unless the address says otherwise.
 */
function begun(next: Experiment, before: Experiment | undefined, { images }: Offer): Experiment {
  const isOther = before !== undefined && before.data !== next.data;
  const whole = next.images === images && !new URLSearchParams(location.search).has('images');
  return isOther && whole && isMade(variantOf(next))
    ? { ...next, images: Math.min(FIRST_RUN, images) }
    : next;
}

/**
 * The page's address as state: read once the offer is known, written back on every change, followed back
 * and forth.
 */
export function useAddress(offer: Offer | null, counts: Counts | null) {
  const [address, setAddress] = useState<Address | null>(null);
  const [notices, setNotices] = useState<string[]>([]);
  /** The address with every change that was asked for, shown or not yet. */
  const latest = useRef<Address | null>(null);
  /** Whether the address on screen was read and not chosen. */
  const fresh = useRef(true);

  const read = useCallback(() => {
    if (!offer || !counts || isAwaited(offer)) return;
    fresh.current = true;
    const query = new URLSearchParams(location.search);
    const { notices: found, ...read } = readAddress(query, offer, counts);
    const experiment = begun(read.experiment, latest.current?.experiment, offer);
    latest.current = { ...read, experiment };
    setAddress(latest.current);
    setNotices(found);
    if (query.size === 0) return;
    const add = (more: string[]) => setNotices((now) => (now === found ? [...found, ...more] : now));
    import('./askedInVain').then(
      (file) => add(file.askedInVain(query, { ...counts, ...offer })),
      () => {},
    );
  }, [offer, counts]);
  useEffect(read, [read]);
  useEffect(() => {
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, [read]);

  const writer = useRef(createWriter());
  const write = useCallback(() => {
    const next = latest.current;
    if (!next || next.experiment.data !== offer?.data) return;
    const query = writeAddress(next, offer).toString();
    writer.current(query, choicesOf(next), fresh.current, () => isAwaited(offer));
    fresh.current = false;
  }, [offer]);
  useEffect(() => {
    if (address) write();
  }, [address, write]);
  // What the page follows a slice at a time is in the address at once: a link copied now has it.
  const changeAddress = useCallback(
    (change: (now: Address | null) => Address | null) => {
      latest.current = change(latest.current);
      setAddress(change);
      write();
    },
    [write],
  );

  return { address, setAddress: changeAddress, notices };
}

/** The part of the address after #, which names the page: empty for the explorer. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
