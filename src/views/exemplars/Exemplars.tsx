import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { confidenceChange } from '../../audit/confidence';
import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { count, noun } from '../../charts/format';
import type { Shard } from '../../model/shard';
import type { PopulationName } from '../inspector/describe';
import { Inspector } from '../inspector/Inspector';
import { Sheet } from '../inspector/Sheet';
import { methodsHref } from '../methods/anchors';
import { accuracyClaim, floorClaim } from './claim';
import { Filters } from './Filters';
import { Gallery } from './Gallery';
import type { GridHandle } from './Grid';
import { fitGallery, type GalleryState, togglePin } from './galleryState';
import { Pinned } from './Pinned';
import { isInk } from './pixels';
import { selectImages } from './select';
import './exemplars.css';

/** The PIEs of another level, to tell where else an image is one: ascending image indices. */
export type LevelPies = { label: string; sparsity: number; pies: Uint32Array };

/**
 * Where findings come from: a finished comparison; a run that goes on; a run that was stopped; or an earlier experiment,
 * shown until the new one's are there.
 */
export type FindingsPhase =
  | { kind: 'complete' }
  | { kind: 'running'; done: number }
  | { kind: 'partial'; done: number }
  | { kind: 'stale' };

export type ExemplarsProps = {
  /** The number of this chapter on the page. */
  chapter: number;
  shard: Shard;
  /** Null before any are there. */
  findings: Findings | null;
  predictions: Both<Predictions> | null;
  compressed: PopulationName;
  levels: LevelPies[];
  phase: FindingsPhase;
  state: GalleryState;
  onChange: (state: GalleryState) => void;
  /** The app's own "Copy link" control, placed in the inspector. */
  copyLink?: ReactNode;
};

const wideQuery = '(min-width: 1000px)';

function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wideQuery);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(wideQuery).matches,
    () => true,
  );
}

function doneWords(done: number): string {
  return `${Math.floor(100 * Math.min(1, Math.max(0, done)))}% of the answers`;
}

function phaseWords(phase: FindingsPhase): string | null {
  if (phase.kind === 'running') return `So far, with ${doneWords(phase.done)} in.`;
  if (phase.kind === 'partial') return `The run was stopped with ${doneWords(phase.done)} in.`;
  return phase.kind === 'stale' ? 'From the experiment before, until the new answers are in.' : null;
}

function Claim({ findings, phase }: { findings: Findings; phase: FindingsPhase }) {
  const pies = findings.pies.images.length;
  const number = (
    <b className="exemplars-count" data-testid="pie-count" data-value={pies}>
      {count(pies)}
    </b>
  );
  const what =
    pies === 1 ? (
      <>The {number} image on which the two populations disagree. </>
    ) : (
      <>The {number} images on which the two populations disagree. </>
    );
  return (
    <p className="exemplars-claim">
      {pies === 0 ? (
        <>
          {number} PIEs among {count(findings.images)} {noun(findings.images, 'image')}.{' '}
        </>
      ) : (
        what
      )}
      {accuracyClaim(findings)} {floorClaim(findings)}{' '}
      {phaseWords(phase) ? <span className="exemplars-phase">{phaseWords(phase)}</span> : null}
    </p>
  );
}

function HowToRead({ shard }: { shard: Shard }) {
  return (
    <p className="exemplars-how">
      How to read: under each image what most <span className="exemplars-dense">dense</span> networks say,
      what most <span className="exemplars-compressed">compressed</span> ones say, its label. The rule tells
      what became of it:{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-forgotten" /> forgotten (right, then wrong),
      </span>{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-recovered" /> recovered (wrong, then right),
      </span>{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-traded" /> traded (one error for another).
      </span>
      {isInk(shard)
        ? ' Grey images are inverted on the light page, as ink, and as stored on the dark one.'
        : ''}{' '}
      <a href={methodsHref('pies')}>What a PIE is</a>
    </p>
  );
}

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

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=range]), select, textarea');
}

/** "What is forgotten": the gallery of PIEs and, beside it or over it, the inspector of one image. */
export function Exemplars(props: ExemplarsProps) {
  const { chapter, shard, findings, phase } = props;
  return (
    <section
      className="exemplars"
      aria-labelledby="exemplars-title"
      aria-busy={phase.kind === 'running' || phase.kind === 'stale'}
      data-phase={phase.kind}
    >
      <header className="exemplars-head">
        <h2 id="exemplars-title">
          <span>{chapter}</span>What is forgotten
        </h2>
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
    </section>
  );
}

function Explorer(props: ExemplarsProps & { findings: Findings }) {
  const { shard, findings, predictions, levels, phase, onChange } = props;
  const state = useMemo(
    () => fitGallery(props.state, findings.images, findings.classes),
    [props.state, findings.images, findings.classes],
  );
  const confidence = useMemo(
    () => predictions && confidenceChange(predictions.dense, predictions.compressed),
    [predictions],
  );
  const data = useMemo(
    () => ({ findings, truth: shard.labels, confidence }),
    [findings, shard.labels, confidence],
  );
  const { class: label, outcome, from, to, sort, share } = state;
  const selection = useMemo(
    () => selectImages(data, { class: label, outcome, from, to, sort, share }),
    [data, label, outcome, from, to, sort, share],
  );
  const wide = useWide();
  const root = useRef<HTMLDivElement>(null);
  const grid = useRef<GridHandle>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const focusHeading = useRef(false);

  const latest = useRef({ state, onChange });
  latest.current = { state, onChange };
  const open = useCallback((image: number) => {
    focusHeading.current = true;
    latest.current.onChange({ ...latest.current.state, image });
  }, []);
  useLayoutEffect(() => {
    if (!focusHeading.current) return;
    focusHeading.current = false;
    heading.current?.focus({ preventScroll: true });
  });

  const position = state.image === null ? -1 : selection.images.indexOf(state.image);
  const close = useCallback(() => {
    const { state: now, onChange: change } = latest.current;
    change({ ...now, image: null });
    const at = now.image === null ? -1 : selection.images.indexOf(now.image);
    if (at >= 0) grid.current?.focus(at);
  }, [selection]);
  const step = (direction: 1 | -1) => {
    const next = position < 0 ? 0 : position + direction;
    if (next < 0 || next >= selection.images.length) return;
    onChange({ ...state, image: selection.images[next] });
    if (wide) grid.current?.show(next);
  };
  const keys = useRef<(event: KeyboardEvent) => void>(() => {});
  keys.current = (event) => {
    if (state.image === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (typing(event.target)) return;
    const inside = event.target instanceof HTMLElement && event.target.closest('.inspector') !== null;
    const key = event.key.toLowerCase();
    if (key === 'j' || (inside && key === 'arrowright')) step(1);
    else if (key === 'k' || (inside && key === 'arrowleft')) step(-1);
    else if (key === 'escape') close();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const element = root.current;
    const handle = (event: KeyboardEvent) => keys.current(event);
    element?.addEventListener('keydown', handle);
    return () => element?.removeEventListener('keydown', handle);
  }, []);

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
          sparsity: level.sparsity,
          isPie: holds(level.pies, image),
        }))}
        position={position < 0 ? null : position}
        count={selection.images.length}
        pinned={state.pinned.includes(image)}
        onStep={step}
        onPin={() => onChange(togglePin(state, image))}
        onClose={close}
        copyLink={props.copyLink}
        heading={heading}
      />
    );
  return (
    <div ref={root} className="exemplars-explorer">
      <Filters
        findings={findings}
        classes={shard.classes}
        facets={selection.facets}
        state={state}
        scored={confidence !== null}
        onChange={onChange}
        onFind={open}
      />
      <Pinned
        shard={shard}
        findings={findings}
        pinned={state.pinned}
        current={image}
        onOpen={open}
        onClear={() => onChange({ ...state, pinned: [] })}
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
        {!wide && inspector ? (
          <Sheet label={`Image ${image}`} onClose={close}>
            {inspector}
          </Sheet>
        ) : null}
      </div>
    </div>
  );
}
