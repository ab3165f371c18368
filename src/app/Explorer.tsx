import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Experiment, isAnswered, isCostly, variantOf, withinOffer } from '../model/experiment';
import type { GalleryState } from '../views/exemplars/galleryState';
import { ExperimentBar } from '../views/experiment/ExperimentBar';
import { RunProgress } from '../views/experiment/RunProgress';
import { Headline } from '../views/headline/Headline';
import { Agreement } from './Agreement';
import { type PanelState, useAddress } from './address';
import { arrive, isFirstVisit, placeSelector } from './arrive';
import { watchBar } from './barHeight';
import { Chapter } from './chapters/Chapter';
import { ChapterLinks } from './chapters/ChapterLinks';
import { OpenDetails } from './chapters/Detail';
import { DraftLine } from './DraftLine';
import { useFollow } from './follow';
import { sameQuestion } from './lab/sameExperiment';
import { learningOn } from './learning';
import { later } from './loading/later';
import { Notices } from './Notices';
import { sideName } from './names';
import { originText } from './originText';
import { PanelBoundary } from './PanelBoundary';
import { PresetLine } from './PresetLine';
import { SecondCompression } from './panels/beside/SecondCompression';
import { Drafted, type ZooGiven } from './panels/panel';
import { chapters } from './panels/panels';
import { placed } from './panels/placed';
import { useRetraining } from './panels/retraining/useRetraining';
import { useZooHost, zooLacks } from './panels/useZooHost';
import { StageButton } from './stage/StageButton';
import { goToStep, Tour } from './tour/Tour';
import { TourOffer } from './tour/TourOffer';
import { type KeptSizes, turn } from './turn';
import { type Lab, useSettledLab } from './useLab';
import { Waits } from './Waits';

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
  const { state, show, run, cancel, openDevice } = lab;
  const { zoo, comparison, job } = state;
  const offer = zoo?.offer ?? null;
  const { address, setAddress, notices } = useAddress(offer);
  const experiment = address?.experiment ?? null;
  const [draft, setDraft] = useState<number | null>(null);
  const head = useCallback(
    (element: HTMLDivElement | null) => watchBar(element?.nextElementSibling ?? null),
    [],
  );
  const argument = useMemo(() => {
    if (!zoo || !offer) return null;
    const { host, lacks } = zooLacks({ zoo, offer });
    return placed(chapters, host, lacks).chapters;
  }, [zoo, offer]);
  const follow = useFollow(address, offer, argument, setAddress);
  const sizes = useRef<KeptSizes>({});
  // Another dataset has other numbers of images and networks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dataset decides
  useEffect(() => {
    sizes.current = {};
  }, [offer?.data]);
  const question = experiment ? JSON.stringify(experiment) : null;

  const asked = useRef<{ question: string; variant: Experiment['variant'] } | null>(null);
  useEffect(() => {
    if (!experiment || !offer || !question || asked.current?.question === question) return;
    const before = asked.current;
    asked.current = { question, variant: experiment.variant };
    setDraft(null);
    cancel();
    show(experiment);
    // An address asks for what it says. To pass by a choice is not to ask for it: what takes long waits for the button.
    const waits = before !== null && isCostly(experiment, before.variant !== experiment.variant);
    if (!isAnswered(offer, experiment) && !waits) run(experiment, true);
  }, [experiment, offer, question, cancel, show, run]);

  const ready = comparison !== null;
  const choice = experiment?.device;
  useEffect(() => {
    if (ready && choice) openDevice(choice);
  }, [ready, choice, openDevice]);

  const setExperiment = useCallback(
    (next: Experiment) => {
      if (offer) setAddress((now) => now && { ...now, experiment: withinOffer(next, offer) });
    },
    [offer, setAddress],
  );
  const setPanels = useCallback(
    (panels: Partial<PanelState>) =>
      setAddress((now) => now && { ...now, panels: { ...now.panels, ...panels } }),
    [setAddress],
  );
  const setVersus = useCallback(
    (versus: Experiment | null) => setAddress((now) => now && { ...now, versus }),
    [setAddress],
  );
  const setGallery = useCallback(
    (gallery: GalleryState) => setAddress((now) => now && { ...now, gallery }),
    [setAddress],
  );

  const toggleDetail = useCallback(
    (id: string) =>
      setAddress((now) => {
        if (!now) return now;
        const others = now.panels.details.filter((other) => other !== id);
        const details = others.length < now.panels.details.length ? others : [...others, id];
        return { ...now, panels: { ...now.panels, details } };
      }),
    [setAddress],
  );

  const setStage = useCallback(
    (stage: boolean) => setAddress((now) => now && { ...now, stage }),
    [setAddress],
  );
  const endTour = useCallback(() => setAddress((now) => now && { ...now, tour: null }), [setAddress]);

  const settledLab = useSettledLab(lab);
  const { retraining, testing } = useRetraining(settledLab, comparison, {
    settled: active && job === null && comparison?.images === comparison?.experiment.images,
    coming: job !== null,
  });
  const zooGiven = useMemo<ZooGiven | null>(
    () =>
      settledLab.state.zoo && offer && experiment && address && comparison && follow
        ? {
            lab: settledLab,
            zoo: settledLab.state.zoo,
            offer,
            experiment,
            comparison,
            stale: !sameQuestion(comparison.experiment, experiment),
            settled: comparison.images === comparison.experiment.images && job === null,
            active,
            address,
            setExperiment,
            setPanels,
            setVersus,
            setGallery,
            follow,
          }
        : null,
    [
      settledLab,
      offer,
      experiment,
      address,
      comparison,
      job,
      active,
      setExperiment,
      setPanels,
      setVersus,
      setGallery,
      follow,
    ],
  );

  const given = useZooHost(zooGiven);
  const arrived = useRef(false);
  const isDrawn = given !== null;
  useEffect(() => {
    if (arrived.current || !isDrawn || !address || !active || address.stage) return;
    arrived.current = true;
    const { image } = address.gallery;
    const selector = placeSelector({ image, row: address.panels.row, chapter: address.panels.chapter });
    // A page that is reloaded or come back to is scrolled by the browser.
    if (selector && isFirstVisit()) return arrive(selector);
  }, [isDrawn, address, active]);

  if (!zoo || !experiment || !address || !offer) {
    return (
      <main className="shell-main" id={active ? 'content' : undefined} tabIndex={-1}>
        <Waits lab={lab} of={['open', 'show']}>
          Opening the zoo of trained networks.
        </Waits>
      </main>
    );
  }

  const answered = comparison !== null && sameQuestion(comparison.experiment, experiment);
  const failed = state.failures.filter(({ request }) => request.kind === 'open' || request.kind === 'show');
  const tryAgain = () => {
    for (const { request } of failed) lab.askAgain(request);
    if (failed.length === 0) run(experiment, true);
  };
  const stale = comparison !== null && !answered;
  const running = job?.kind === 'run';
  // What was computed for one kind of compression does not stand under the name of another.
  const awaited =
    stale &&
    !isAnswered(offer, experiment) &&
    (!running || comparison.experiment.variant !== experiment.variant);
  const shownExperiment = comparison && stale ? comparison.experiment : experiment;
  const own = zoo.origin.kind === 'own';
  const used = answered && comparison.device ? comparison.device : state.device;
  const learning = learningOn(state, experiment);
  const device = used ?? { name: experiment.device, description: 'a device being opened' };
  const headline = (
    <PanelBoundary name="Result">
      <Headline
        findings={awaited ? null : (comparison?.findings ?? null)}
        nothing={awaited && !running ? notComputed(experiment) : undefined}
        retraining={retraining}
        testing={testing}
        treated={comparison?.treatment?.pies.length ?? null}
        regained={comparison?.finetuned?.regained ?? null}
        variant={variantOf(shownExperiment)}
        classes={zoo.classes}
        state={running && state.runState === 'shipped' ? 'running' : state.runState}
        source={comparison?.source ?? (isAnswered(offer, experiment) ? 'shipped' : 'computed')}
        own={own}
        members={experiment.members}
        images={experiment.images}
        allImages={offer.images}
        finished={answered ? comparison.images : 0}
        device={device}
        stale={stale}
        error={state.problem}
        onTryAgain={tryAgain}
        shard={state.shard}
        follow={follow}
      >
        <Agreement
          comparison={answered ? comparison : null}
          own={own}
          busy={running}
          onCompute={() => run(experiment, false)}
        />
      </Headline>
    </PanelBoundary>
  );
  return (
    <>
      <div ref={head} />
      <ExperimentBar
        experiment={experiment}
        offer={offer}
        data={offer.datasets.some(({ id }) => id === data) ? data : offer.data}
        onData={onData}
        busy={job !== null}
        action={running ? 'Run again' : isAnswered(offer, experiment) ? 'Compute here' : 'Run'}
        onChange={(next) => {
          const turned = turn(next, experiment, offer, sizes.current);
          sizes.current = turned.kept;
          setExperiment(turned.experiment);
        }}
        onDraft={setDraft}
        onRun={() => run(experiment, false)}
        onCancel={cancel}
      >
        {draft !== null && <DraftLine lab={lab} experiment={experiment} sparsity={draft} />}
        {job && <RunProgress {...(state.progress ?? { done: 0, secondsLeft: null, doing: 'Starting' })} />}
      </ExperimentBar>
      <main
        className="shell-main"
        id={active ? 'content' : undefined}
        tabIndex={-1}
        data-drafting={draft !== null && draft !== experiment.sparsity}
      >
        <h1 className="visually-hidden">What compressed networks forget: {zoo.title}</h1>
        <Notices notices={zoo.notice ? [zoo.notice, ...notices] : notices} verified={zoo.verified} />
        {address.stage && zooGiven && given && argument ? (
          <PanelBoundary name="The stage">
            <Suspense fallback={<p className="shell-waiting">Opening the stage.</p>}>
              <Stage
                zoo={zooGiven}
                given={given}
                argument={argument}
                sentence={headline}
                onLeave={() => {
                  setStage(false);
                  requestAnimationFrame(() => document.getElementById('stage-start')?.focus());
                }}
              />
            </Suspense>
          </PanelBoundary>
        ) : (
          <>
            {headline}
            {learning && (
              <PanelBoundary name="Fine-tuning">
                <Learning {...learning} running={job !== null} />
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
                <OpenDetails value={{ open: address.panels.details, toggle: toggleDetail }}>
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
                {zoo.title}: {originText(zoo.origin)}. The measure: Hooker, Courville, Clark, Dauphin, Frome,{' '}
                <cite>What Do Compressed Deep Neural Networks Forget?</cite>, arXiv:1911.05248. Nothing leaves
                this page. <a href="#/classroom">For a class: an exercise</a>
              </p>
            </footer>
          </>
        )}
      </main>
      {zooGiven && active && <Tour zoo={zooGiven} onEnd={endTour} />}
    </>
  );
}

function notComputed(experiment: Experiment): string {
  return `${sideName(experiment)}: nothing has been computed for it yet. Press Run.`;
}
