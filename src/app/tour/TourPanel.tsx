import { useEffect, useId, useRef } from 'react';
import { count } from '../../text/format';
import { PlaceLink } from '../../views/follow/PlaceLink';
import { detailSelector } from '../arrive';
import { chapterId } from '../chapters/ChapterFrame';
import { showPlace } from '../goTo';
import type { ZooGiven } from '../panels/panel';
import { TOUR } from './addresses';
import { type TourFacts, tourFacts } from './facts';
import { GuessForm } from './GuessForm';
import { askedAt, type Guesses } from './guesses';
import { remember } from './remembered';
import { STEPS } from './steps';
import './tour.css';

type Props = {
  step: number;
  zoo: ZooGiven;
  guesses: Guesses;
  onGuess: (step: number, guess: Guesses[number]) => void;
  onStep: (step: number) => void;
  onEnd: () => void;
};

/**
 * A step of the tour beside the live page: what to look at, a guess before the answer, and the way on. Its
 * heading has the focus at each step.
 */
export function TourPanel({ step, zoo, guesses, onGuess, onStep, onEnd }: Props) {
  const { title } = TOUR[step - 1];
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const { before, lines } = STEPS[step - 1];
  const facts = tourFacts(zoo);
  const asked = askedAt(step, guesses);
  const guess = asked === null ? undefined : STEPS[asked - 1].guess;
  const isAsking = guess !== undefined && (facts === null || guess.answer(facts) !== null);
  const mine = guesses[step];

  // What was held back and is told now may stand above: the place is gone to again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a guess that was made moves the page
  useEffect(() => {
    remember(step);
    heading.current?.focus({ preventScroll: true });
    const asked = new URLSearchParams(TOUR[step - 1].query);
    const [chapter, detail] = [asked.get('chapter'), asked.get('details')];
    if (detail) return showPlace(detailSelector(detail));
    if (chapter) return showPlace(`#${chapterId(Number(chapter))}`);
    // On narrow windows the images, of which this step speaks, stand below the sentence: under the panel.
    if (matchMedia('(max-width: 1100px)').matches) return showPlace('.headline-examples');
    scrollTo({ top: 0 });
  }, [step, asked]);

  // The page says the answer: it is veiled until the reader has guessed.
  useEffect(() => {
    const page = document.getElementById('content');
    if (!isAsking || !page) return;
    page.inert = true;
    page.dataset.veiled = '';
    return () => {
      page.inert = false;
      delete page.dataset.veiled;
    };
  }, [isAsking]);

  return (
    <section
      className="tour"
      aria-labelledby={id}
      data-testid="tour"
      data-step={step}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onEnd();
      }}
    >
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          <span>
            Step {step} of {TOUR.length}
          </span>{' '}
          {title}
        </h2>
        <button type="button" onClick={onEnd} aria-keyshortcuts="Escape">
          End
        </button>
      </header>
      <div className="tour-text">
        <p>{before}</p>
        {asked !== null && guess && isAsking && facts && (
          <GuessForm
            key={asked}
            asks={`${asked < step ? `First, what step ${asked} asks. ` : ''}${guess.asks(facts)}`}
            most={facts.images}
            onGuess={(value) => {
              // The form goes away, and what has the focus with it.
              heading.current?.focus({ preventScroll: true });
              onGuess(asked, value);
            }}
          />
        )}
        <div aria-live="polite">
          {typeof mine === 'number' && !isAsking && facts && (
            <p className="tour-mine">You said {count(mine)}.</p>
          )}
          {!isAsking && <Lines facts={facts} lines={lines} />}
          {step === 1 && facts?.example && (
            <p>
              <PlaceLink
                className="tour-link"
                place={{ kind: 'image', image: facts.example.image }}
                follow={zoo.follow}
              >
                See what every network says of it
              </PlaceLink>
            </p>
          )}
          {step === TOUR.length && (
            <p>
              <a href="#/train">Or train such networks yourself, in this browser</a>
            </p>
          )}
        </div>
      </div>
      <footer>
        <button type="button" disabled={step === 1} onClick={() => onStep(step - 1)}>
          Back
        </button>
        <ol aria-label="Steps">
          {TOUR.map((each, index) => (
            <li key={each.title}>
              <a
                href={`?tour=${index + 1}`}
                aria-current={index + 1 === step ? 'step' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  onStep(index + 1);
                }}
              >
                <span className="visually-hidden">
                  Step {index + 1}: {each.title}
                </span>
              </a>
            </li>
          ))}
        </ol>
        {step < TOUR.length ? (
          <button type="button" className="tour-next" onClick={() => onStep(step + 1)}>
            Next
          </button>
        ) : (
          <button type="button" className="tour-next" onClick={onEnd}>
            Done
          </button>
        )}
      </footer>
    </section>
  );
}

function Lines({ facts, lines }: { facts: TourFacts | null; lines: (facts: TourFacts) => string[] }) {
  if (!facts) return <p className="tour-waiting">The figures are being computed.</p>;
  return lines(facts).map((line) => <p key={line}>{line}</p>);
}
