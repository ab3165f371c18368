import { type ReactNode, useCallback, useInsertionEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { confidenceChange } from '../../audit/scores/confidence';
import { imageName, type Shard } from '../../model/shard';
import { count } from '../../text/format';
import { Inspector } from '../inspector/Inspector';
import type { PopulationName } from '../inspector/inspectorWords';
import { Sheet } from '../sheet/Sheet';
import { Filters } from './Filters';
import { Gallery } from './Gallery';
import type { GridHandle } from './Grid';
import { fitGallery, type GalleryState, togglePin, unfitGallery } from './galleryState';
import { Claim, HowToRead } from './Head';
import { Pinned } from './Pinned';
import { doneWords, type FindingsPhase } from './phase';
import { useSelection } from './useSelection';
import { useWide } from './useWide';
import './exemplars.css';

export type { FindingsPhase } from './phase';

/** The PIEs of another level, to tell where else an image is one: ascending image indices. */
export type LevelPies = { label: string; here: boolean; sparsity: number; pies: Uint32Array };

export type ExemplarsProps = {
  shard: Shard;
  /** Null before any are there. */
  findings: Findings | null;
  predictions: Both<Predictions> | null;
  compressed: PopulationName;
  levels: LevelPies[];
  /** A second compression that stands beside this one: its name and its PIEs, ascending. */
  second?: { name: string; pies: Uint32Array } | null;
  /** The images in the region drawn on the map, where one is drawn. */
  region?: ReadonlySet<number> | null;
  phase: FindingsPhase;
  state: GalleryState;
  onChange: (state: GalleryState) => void;
  /** What the inspector shows of an image's pixels, where its networks are at hand. */
  saliency?: ((image: number) => ReactNode) | undefined;
  /** The app's own "Copy link" control, placed in the inspector. */
  copyLink?: ReactNode;
};

/** Whether ascending `pies` holds an image. */
function holds(pies: Uint32Array, image: number): boolean {
  let low = 0;
  let high = pies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pies[middle] < image) low = middle + 1;
    else high = middle;
  }
  return pies[low] === image;
}

/** What has the focus; null where nothing of the page has it. */
function focused(): HTMLElement | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=range]), select, textarea');
}

/** Whether something that is open over the page, and does not hold the inspector, is what keys are for. */
function isCovered(over: Iterable<Element>): boolean {
  return [...over].some((element) => element.querySelector('.inspector') === null);
}

/** "What is forgotten": the gallery of PIEs and, beside it or over it, the inspector of one image. */
export function Exemplars(props: ExemplarsProps) {
  const { shard, findings, phase } = props;
  return (
    <div
      className="exemplars"
      aria-busy={phase.kind === 'running' || phase.kind === 'stale'}
      data-phase={phase.kind}
    >
      <header className="exemplars-head">
        {findings ? (
          <>
            <Claim findings={findings} phase={phase} />
            <HowToRead shard={shard} />
          </>
        ) : (
          <p className="exemplars-claim">
            The images on which the two populations disagree appear here as soon as both have answered.
          </p>
        )}
      </header>
      {findings ? <Explorer {...props} findings={findings} /> : null}
    </div>
  );
}

function Explorer(props: ExemplarsProps & { findings: Findings }) {
  const { shard, findings, predictions, levels, phase } = props;
  const state = useMemo(
    () => fitGallery(props.state, findings.images, findings.classes),
    [props.state, findings.images, findings.classes],
  );
  const onChange = (next: GalleryState) => props.onChange(unfitGallery(props.state, state, next));
  const confidence = useMemo(
    () => predictions && confidenceChange(predictions.dense, predictions.compressed),
    [predictions],
  );
  const data = useMemo(
    () => ({
      ...{ findings, truth: shard.labels, confidence },
      ...{ second: props.second?.pies ?? null, region: props.region ?? null },
    }),
    [findings, shard.labels, confidence, props.second, props.region],
  );
  const { selection, isCurrent } = useSelection(data, state);
  const wide = useWide();
  const split = useRef<HTMLDivElement>(null);
  const grid = useRef<GridHandle>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const focusHeading = useRef(false);

  const latest = useRef({ state, onChange });
  latest.current = { state, onChange };
  const opener = useRef<HTMLElement | null>(null);
  const open = useCallback((image: number) => {
    focusHeading.current = true;
    opener.current = focused();
    latest.current.onChange({ ...latest.current.state, image });
  }, []);
  useLayoutEffect(() => {
    if (!focusHeading.current) return;
    focusHeading.current = false;
    heading.current?.focus({ preventScroll: true });
    // Its foot would be cut off by the window's.
    heading.current?.closest('.exemplars-aside')?.scrollIntoView({ block: 'nearest' });
  });

  const position = state.image === null ? -1 : selection.images.indexOf(state.image);
  const close = useCallback(() => {
    const { state: now, onChange: change } = latest.current;
    change({ ...now, image: null });
    const at = now.image === null ? -1 : selection.images.indexOf(now.image);
    const from = opener.current;
    if (at >= 0 && (!from || split.current?.contains(from))) grid.current?.focus(at);
    else from?.focus();
  }, [selection]);
  const step = (direction: 1 | -1) => {
    const next = position < 0 ? 0 : position + direction;
    if (next < 0 || next >= selection.images.length) return;
    onChange({ ...state, image: selection.images[next] });
    if (wide) grid.current?.show(next);
  };
  const keys = useRef<(event: KeyboardEvent) => void>(() => {});
  keys.current = (event) => {
    if (event.defaultPrevented || state.image === null || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (typing(event.target) || split.current?.offsetParent === null) return;
    if (isCovered(document.querySelectorAll('dialog:modal, [popover]:popover-open'))) return;
    const inside = event.target instanceof HTMLElement && event.target.closest('.inspector') !== null;
    const key = event.key.toLowerCase();
    if (key === 'j' || (inside && key === 'arrowright')) step(1);
    else if (key === 'k' || (inside && key === 'arrowleft')) step(-1);
    else if (key === 'escape') close();
    else return;
    event.preventDefault();
  };
  const opened = state.image !== null;
  // Other places of the page open images too. Before layout: a sheet takes the focus then.
  useInsertionEffect(() => {
    if (!focusHeading.current) opener.current = opened ? focused() : null;
  }, [opened]);
  useLayoutEffect(() => {
    if (!opened) return;
    const handle = (event: KeyboardEvent) => keys.current(event);
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [opened]);

  const image = state.image;
  const inspector =
    image === null ? null : (
      <Inspector
        shard={shard}
        image={image}
        findings={findings}
        predictions={predictions}
        compressed={props.compressed}
        levels={levels.map((level) => ({
          label: level.label,
          here: level.here,
          sparsity: level.sparsity,
          isPie: holds(level.pies, image),
        }))}
        position={position < 0 ? null : position}
        count={selection.images.length}
        pinned={state.pinned.includes(image)}
        onStep={step}
        onPin={() => onChange(togglePin(state, image))}
        onClose={close}
        saliency={props.saliency?.(image)}
        copyLink={props.copyLink}
        heading={heading}
      />
    );
  return (
    <div ref={split} className="exemplars-explorer" aria-busy={!isCurrent}>
      <Filters
        findings={findings}
        classes={shard.classes}
        facets={selection.facets}
        state={state}
        scored={confidence !== null}
        second={props.second?.name ?? null}
        onChange={onChange}
        onFind={open}
      />
      <div className="exemplars-split">
        <Gallery
          shard={shard}
          data={data}
          selection={selection}
          state={state}
          waiting={phase.kind === 'running' ? `No PIE so far, with ${doneWords(phase.done)} in.` : null}
          onChange={onChange}
          onOpen={open}
          grid={grid}
        />
        {wide ? (
          <aside className="exemplars-aside" aria-label="Inspector">
            {inspector ?? (
              <p className="exemplars-how">
                Open an image to see how all {count(findings.members.dense)} +{' '}
                {count(findings.members.compressed)} networks answer. Arrow keys move, Enter opens; then J and
                K step, Escape closes.
              </p>
            )}
          </aside>
        ) : null}
        {!wide && inspector && image !== null ? (
          <Sheet label={imageName(shard, image)} className="inspector-sheet" onClose={close}>
            {inspector}
          </Sheet>
        ) : null}
      </div>
      <Pinned
        shard={shard}
        findings={findings}
        pinned={state.pinned}
        current={image}
        onOpen={open}
        onClear={() => onChange({ ...state, pinned: [] })}
      />
    </div>
  );
}
