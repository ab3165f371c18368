import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Compact } from '../../charts/compact';
import { Chapter } from '../chapters/Chapter';
import { ChapterFrame } from '../chapters/ChapterFrame';
import { UnlessWithheld } from '../chapters/drawn';
import { FLOOR } from '../panels/hosts';
import type { Given, ZooGiven } from '../panels/panel';
import { chapterWith, type PlacedChapter } from '../panels/placed';
import { StageButton } from './StageButton';
import { StageGallery } from './StageGallery';
import { StageImage } from './StageImage';
import { placeOf, slideOf, stageKey, stageZoom } from './slides';
import './stage.css';

type Props = {
  zoo: ZooGiven;
  given: Given;
  argument: readonly PlacedChapter[];
  /** The first slide. */
  sentence: ReactNode;
  onLeave: () => void;
};

/** Whether keys are for a field, a slider or a list of choices. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, select, textarea, [role="radio"], [role="slider"]'))
  );
}

/**
 * The chapters as slides that fill the window; the bar of the experiment is folded away above them, and
 * called by a button.
 */
export function Stage({ zoo, given, argument, sentence, onLeave }: Props) {
  const { address, setPanels, setGallery } = zoo;
  const slide = slideOf(address, argument.length);
  const place = placeOf(address, argument.length);
  const title = place === 0 ? 'The result' : argument[place - 1].title;
  const gallery = chapterWith(argument, 'exemplars');
  const [bar, setBar] = useState(false);
  const box = useRef<HTMLElement>(null);

  const go = useRef<(to: number) => void>(() => {});
  go.current = (to) => {
    setGallery({ ...address.gallery, image: null });
    setPanels({ chapter: to === 0 ? null : to, row: null });
  };
  const leave = useRef(onLeave);
  leave.current = onLeave;
  /** Folds the bar away, and the keys are the slides' again. */
  const fold = () => {
    setBar(false);
    box.current?.focus({ preventScroll: true });
  };
  const folding = useRef(fold);
  folding.current = fold;
  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      if (document.querySelector('dialog:modal')) return;
      if (isField(event.target)) {
        if (event.key === 'Escape') folding.current();
        return;
      }
      const asked = stageKey(event.key, place, argument.length);
      if (asked === null) return;
      event.preventDefault();
      if (asked === 'leave') leave.current();
      else go.current(asked);
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  }, [place, argument.length]);

  useEffect(() => {
    const root = document.documentElement;
    const enlarge = () => root.style.setProperty('--stage-zoom', stageZoom(window).toFixed(4));
    enlarge();
    addEventListener('resize', enlarge);
    root.dataset.stage = '';
    return () => {
      removeEventListener('resize', enlarge);
      root.style.removeProperty('--stage-zoom');
      delete root.dataset.stage;
      delete root.dataset.stageBar;
    };
  }, []);
  useEffect(() => {
    if (bar) document.documentElement.dataset.stageBar = '';
    else delete document.documentElement.dataset.stageBar;
  }, [bar]);
  const key = slide.kind === 'image' ? `image-${slide.image}` : place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each slide begins at its head
  useEffect(() => {
    box.current?.scrollTo(0, 0);
    box.current?.focus({ preventScroll: true });
  }, [key]);

  return (
    <div className="stage" data-testid="stage" data-slide={slide.kind} data-place={place}>
      <section
        ref={box}
        className="stage-slide"
        aria-roledescription="slide"
        aria-label={`${place + 1} of ${argument.length + 1}: ${title}`}
        tabIndex={-1}
      >
        <Compact value={true}>
          {slide.kind === 'sentence' && sentence}
          {slide.kind === 'chapter' &&
            (slide.number === gallery ? (
              <ChapterFrame number={slide.number} title={title} early={true}>
                <p className="chapter-opens">{argument[slide.number - 1].opens}</p>
                <UnlessWithheld leavesOut={FLOOR}>
                  <StageGallery given={given} onOpen={(image) => setGallery({ ...address.gallery, image })} />
                </UnlessWithheld>
              </ChapterFrame>
            ) : (
              <Chapter
                key={slide.number}
                number={slide.number}
                chapter={{ ...argument[slide.number - 1], early: true }}
                given={given}
              />
            ))}
          {slide.kind === 'image' && <StageImage given={given} image={slide.image} />}
        </Compact>
      </section>
      <footer className="stage-foot">
        <div
          className="stage-progress"
          role="progressbar"
          aria-label="Slides"
          aria-valuemin={1}
          aria-valuemax={argument.length + 1}
          aria-valuenow={place + 1}
        >
          <i style={{ width: `${(100 * (place + 1)) / (argument.length + 1)}%` }} />
        </div>
        <button type="button" disabled={place === 0} onClick={() => go.current(place - 1)}>
          Previous
        </button>
        <span>
          {place + 1}/{argument.length + 1}
        </span>
        <button type="button" disabled={place === argument.length} onClick={() => go.current(place + 1)}>
          Next
        </button>
        {slide.kind === 'image' && (
          <button type="button" onClick={() => setGallery({ ...address.gallery, image: null })}>
            Back to the chapter
          </button>
        )}
        {given.answeredOn && <small className="stage-on">Answers {given.answeredOn}</small>}
        <button type="button" className="stage-call" aria-expanded={bar} onClick={() => setBar(!bar)}>
          Prune live
        </button>
        <StageButton on={true} onToggle={onLeave} />
      </footer>
    </div>
  );
}
