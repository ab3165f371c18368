import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MARGIN } from '../audit/retraining/verdict';
import { Withheld } from '../charts/withheld';
import { isAnswered } from '../model/experiment';
import { ExperimentBar } from '../views/experiment/ExperimentBar';
import { RunProgress } from '../views/experiment/RunProgress';
import { useAddress } from './address';
import { arrive, isFirstVisit, placeSelector } from './arrive';
import { watchBar } from './barHeight';
import { Chapter } from './chapters/Chapter';
import { ChapterLinks } from './chapters/ChapterLinks';
import { OpenDetails } from './chapters/Detail';
import { DraftLine } from './DraftLine';
import { useFollow } from './follow';
import { compute, lacksImages } from './lacksImages';
import { learningOn } from './learning';
import { later } from './loading/later';
import { Notices } from './Notices';
import { originText } from './originText';
import { PanelBoundary } from './PanelBoundary';
import { PresetLine } from './PresetLine';
import { SecondCompression } from './panels/beside/SecondCompression';
import { Drafted } from './panels/panel';
import { chapters } from './panels/panels';
import { chapterWith, placed } from './panels/placed';
import { useRetraining } from './panels/retraining/useRetraining';
import { awaitsShipped, useZooGiven } from './panels/useZooGiven';
import { useZooHost, zooLacks } from './panels/useZooHost';
import { Result } from './Result';
import { StageButton } from './stage/StageButton';
import { useGuesses, withheldAt } from './tour/guesses';
import { goToStep, Tour } from './tour/Tour';
import { TourOffer } from './tour/TourOffer';
import { type KeptSizes, turn } from './turn';
import { useAsking } from './useAsking';
import { type Lab, useSettledLab } from './useLab';
import { useLate } from './useLate';
import { useSetters } from './useSetters';
import { Waits } from './Waits';

const OwnCopy = later(() => import('./copy/OwnCopy').then((file) => file.OwnCopy));
const Learning = later(() => import('../views/learning/Learning').then((file) => file.Learning));
const Stage = later(() => import('./stage/Stage').then((file) => file.Stage));

type Props = {
  lab: Lab;
  /** The dataset asked for, and how to ask for another. */
  data: string;
  onData: (data: string) => void;
  active: boolean;
};

/** The explorer: the experiment at the top, the sentence, then the panels in the order of the argument. */
export function Explorer({ lab, data, onData, active }: Props) {
  const { state, cancel } = lab;
  const { zoo, comparison, job } = state;
  const offer = zoo?.offer ?? null;
  const [draft, setDraft] = useState<number | null>(null);
  const head = useCallback(
    (element: HTMLDivElement | null) => watchBar(element?.nextElementSibling ?? null),
    [],
  );
  const placement = useMemo(() => {
    if (!zoo || !offer) return null;
    const { host, lacks } = zooLacks({ zoo, offer });
    return placed(chapters, host, lacks).chapters;
  }, [zoo, offer]);
  const classes = zoo?.classes.length;
  const counts = useMemo(
    () =>
      placement && classes !== undefined
        ? {
            classes,
            chapters: placement.length,
            details: placement.flatMap(({ details }) => details.map(({ id }) => id)),
          }
        : null,
    [placement, classes],
  );
  const { address, setAddress, notices } = useAddress(offer, counts);
  const experiment = address?.experiment ?? null;
  const follow = useFollow(address, offer, placement, setAddress);
  const sizes = useRef<KeptSizes>({});
  // Another dataset has other numbers of images and networks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dataset decides
  useEffect(() => {
    sizes.current = {};
  }, [offer?.data]);
  const undraft = useCallback(() => setDraft(null), []);
  useAsking(lab, experiment, offer, zoo !== null && lacksImages(zoo), undraft);
  const setters = useSetters(offer, setAddress);
  const { setExperiment, setPanels, setStage } = setters;

  const settledLab = useSettledLab(lab);
  const { retraining, testing } = useRetraining(settledLab, comparison, address?.panels.margin ?? MARGIN, {
    settled: active && job === null && comparison?.images === comparison?.experiment.images,
    coming: job !== null,
  });
  const { zooGiven, argument, isBehind } = useZooGiven(
    { lab: settledLab, address, follow, argument: placement },
    active,
    setters,
  );
  const given = useZooHost(zooGiven);
  const [guesses, addGuess] = useGuesses(data);
  const tour = address?.tour ?? null;
  const hasFloor = comparison?.findings.noiseFloor.kind === 'null';
  const withheld = useMemo(() => withheldAt(tour, guesses, hasFloor), [tour, guesses, hasFloor]);
  // What stands until another dataset is open is of the one before.
  const isOpening = data !== offer?.data && offer?.datasets.some(({ id }) => id === data) === true;
  const isDrafting = draft !== null && draft !== experiment?.sparsity;
  const isLeft = isBehind || isOpening;
  // Answers that are there in a moment come without a flicker.
  const isDim = useLate(isDrafting || isLeft || awaitsShipped({ lab, address }));
  const arrived = useRef(false);
  const isDrawn = given !== null;
  useEffect(() => {
    if (arrived.current || !isDrawn || !address || !active) return;
    arrived.current = true;
    // Its slide is the place; who leaves the stage is at its button.
    if (address.stage) return;
    const { row, chapter, details } = address.panels;
    const { image, class: label } = address.gallery;
    const gallery = label !== null && argument ? chapterWith(argument, 'exemplars') : null;
    const selector = placeSelector({ image, row, chapter: chapter ?? gallery, details });
    // A page that is reloaded or come back to is scrolled by the browser.
    const at = argument?.findIndex((one) => one.details.some(({ id }) => id === details.at(-1))) ?? -1;
    const near = at < 0 ? null : `#chapter-${at + 1}`;
    if (selector && isFirstVisit()) arrive(selector, { near });
  }, [isDrawn, address, active, argument]);

  if (!zoo || !experiment || !address || !offer) {
    return (
      <main className="shell-main" id={active ? 'content' : undefined} tabIndex={-1}>
        <Waits lab={lab} of={['open', 'show']}>
          Opening the zoo of trained networks.
        </Waits>
      </main>
    );
  }

  const running = job?.kind === 'run';
  const learning = learningOn(state, experiment);
  const isOffered = offer.datasets.some(({ id }) => id === data);
  const result = <Result {...{ lab, zoo, offer, experiment, isOpening, retraining, testing, follow }} />;
  return (
    <Withheld value={withheld}>
      <div ref={head} />
      <ExperimentBar
        experiment={experiment}
        offer={offer}
        data={isOffered ? data : offer.data}
        onData={onData}
        busy={job !== null}
        action={running ? 'Run again' : isAnswered(offer, experiment) ? 'Compute here' : 'Run'}
        onChange={(next) => {
          const turned = turn(next, experiment, offer, sizes.current);
          sizes.current = turned.kept;
          setExperiment(turned.experiment);
        }}
        onDraft={setDraft}
        onRun={() => compute(lab, zoo, experiment)}
        onCancel={cancel}
      >
        {draft !== null && <DraftLine lab={lab} experiment={experiment} sparsity={draft} />}
        {job && <RunProgress {...(state.progress ?? { done: 0, secondsLeft: null, doing: 'Starting' })} />}
      </ExperimentBar>
      <main
        className="shell-main"
        id={active ? 'content' : undefined}
        tabIndex={-1}
        data-behind={isLeft}
        data-dims={isDim ? (isDrafting ? 'drafting' : 'left') : undefined}
      >
        <h1 className="visually-hidden">What compressed networks forget: {zoo.title}</h1>
        <Notices notices={zoo.notice ? [zoo.notice, ...notices] : notices} verified={zoo.verified} />
        {address.stage && zooGiven && given && argument ? (
          <PanelBoundary name="The stage" waiting="Opening the stage.">
            <Stage
              zoo={zooGiven}
              given={given}
              argument={argument}
              sentence={result}
              onLeave={() => {
                setStage(false);
                requestAnimationFrame(() => document.getElementById('stage-start')?.focus());
              }}
            />
          </PanelBoundary>
        ) : (
          <>
            {result}
            {learning && (
              <PanelBoundary name="Fine-tuning">
                <Learning {...learning} running={job !== null} />
              </PanelBoundary>
            )}
            {zoo.ownImages && (
              <PanelBoundary name="The test images" waiting={null}>
                <OwnCopy lab={lab} images={zoo.ownImages} title={zoo.title} />
              </PanelBoundary>
            )}
            {zooGiven && given && argument && (
              <>
                <div className="ways">
                  <TourOffer open={address.tour !== null} onStart={goToStep} />
                  <StageButton on={false} onToggle={() => setStage(true)} />
                </div>
                <PresetLine datasets={offer.datasets} />
                <ChapterLinks
                  titles={argument.map(({ title }) => title)}
                  onGo={(chapter) => setPanels({ chapter })}
                />
                <SecondCompression {...zooGiven} />
                <OpenDetails value={{ open: address.panels.details, toggle: setters.toggleDetail }}>
                  <Drafted value={draft}>
                    {argument.map((chapter, index) => (
                      <Chapter key={chapter.title} number={index + 1} chapter={chapter} given={given} />
                    ))}
                  </Drafted>
                </OpenDetails>
              </>
            )}
            <footer className="shell-footer">
              <p>
                {zoo.title}: {originText(zoo.origin)}. The measure: Hooker, Courville, Clark, Dauphin and
                Frome, <cite>What Do Compressed Deep Neural Networks Forget?</cite>, arXiv:1911.05248. Nothing
                leaves this page. <a href="#/classroom">For a class: an exercise</a>
              </p>
            </footer>
          </>
        )}
      </main>
      {zooGiven && active && tour !== null && (
        <Tour
          zoo={isBehind ? { ...zooGiven, stale: true } : zooGiven}
          guesses={guesses}
          onGuess={addGuess}
          onEnd={setters.endTour}
        />
      )}
    </Withheld>
  );
}
