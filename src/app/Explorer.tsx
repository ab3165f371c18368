import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Experiment, type Offer, shippedVariant, variantOf, withinOffer } from '../model/experiment';
import { Accuracy } from '../views/accuracy/Accuracy';
import { Classes } from '../views/classes/Classes';
import { Exemplars, type FindingsPhase } from '../views/exemplars/Exemplars';
import type { GalleryState } from '../views/exemplars/galleryState';
import { ExperimentBar } from '../views/experiment/ExperimentBar';
import { RunProgress } from '../views/experiment/RunProgress';
import { Headline } from '../views/headline/Headline';
import { Topline } from '../views/topline/Topline';
import { Agreement } from './Agreement';
import { type PanelState, useAddress } from './address';
import { Chapters } from './Chapters';
import { curve, levelPies, populationName } from './describe';
import { CopyLink } from './Header';
import { type LabState, sameQuestion } from './lab/client';
import { PanelBoundary } from './PanelBoundary';
import { useFolded } from './useFolded';
import type { Lab } from './useLab';
import { useNear } from './useNear';

const Evidence = lazy(() => import('./Evidence').then((module) => ({ default: module.Evidence })));
const Weights = lazy(() => import('../views/weights/Weights').then((view) => ({ default: view.Weights })));

/** Images a first pruned-here run takes: an answer within seconds; more on request. */
const FIRST_RUN = 1000;

/** The experiment after a change in the bar: turning to "pruned here" with the whole test set begins with fewer images. */
function turn(next: Experiment, before: Experiment, { images }: Offer): Experiment {
  const turned = next.variant === 'pruned' && before.variant !== 'pruned' && next.images === images;
  return turned ? { ...next, images: Math.min(FIRST_RUN, images) } : next;
}

function phaseOf(state: LabState, stale: boolean): FindingsPhase {
  const { comparison, runState } = state;
  if (stale) return { kind: 'stale' };
  const done = comparison ? comparison.images / comparison.experiment.images : 0;
  if (done === 1) return { kind: 'complete' };
  return runState === 'running' || runState === 'partial'
    ? { kind: 'running', done }
    : { kind: 'partial', done };
}

/** The explorer: the experiment at the top, the sentence, then the panels in the order of the argument. */
export function Explorer({ lab, active }: { lab: Lab; active: boolean }) {
  const { state, show, run, sweep, cancel, openDevice, loadWeights } = lab;
  const { zoo, comparison, job } = state;
  const offer = zoo?.offer ?? null;
  const { address, setAddress, notices } = useAddress(offer);
  const experiment = address?.experiment ?? null;
  const [draft, setDraft] = useState<number | null>(null);
  const sentinel = useFolded();
  const question = experiment ? JSON.stringify(experiment) : null;

  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (!experiment || asked.current === question) return;
    asked.current = question;
    setDraft(null);
    cancel();
    show(experiment);
    if (experiment.variant === 'pruned') run(experiment, true);
  }, [experiment, question, cancel, show, run]);

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
  const setGallery = useCallback(
    (gallery: GalleryState) => setAddress((now) => now && { ...now, gallery }),
    [setAddress],
  );

  const [weightsPlace, near] = useNear();
  const members = experiment?.members ?? 0;
  const sparseId = experiment?.variant === 'sparse' ? shippedVariant(experiment) : null;
  const wanted = near && active;
  const loaded = state.weights;
  useEffect(() => {
    if (!wanted || members === 0) return;
    for (const id of ['dense', sparseId]) {
      if (id && (loaded[id]?.members.length ?? 0) < members) loadWeights(id, members);
    }
  }, [wanted, members, sparseId, loaded, loadWeights]);

  const levels = useMemo(
    () => (experiment ? { curve: curve(state, experiment), pies: levelPies(state, experiment) } : null),
    [state, experiment],
  );
  const predictions = useMemo(
    () => comparison && { dense: comparison.dense, compressed: comparison.compressed },
    [comparison],
  );

  const audited = comparison?.findings.images ?? 0;
  const truth = useMemo(() => state.shard?.labels.subarray(0, audited) ?? null, [state.shard, audited]);

  if (!zoo || !experiment || !address || !levels || !offer) {
    return (
      <main className="shell-main" id={active ? 'content' : undefined} tabIndex={-1}>
        <p className="shell-waiting" role={state.problem ? 'alert' : 'status'}>
          {state.problem ?? 'Opening the zoo of trained networks.'}
        </p>
      </main>
    );
  }

  const answered = comparison !== null && sameQuestion(comparison.experiment, experiment);
  const stale = comparison !== null && !answered;
  const running = job?.kind === 'run';
  const shownExperiment = comparison && stale ? comparison.experiment : experiment;
  const drafted = draft === null ? experiment : { ...experiment, sparsity: draft };
  const dense = loaded.dense;
  const used = answered && comparison.device ? comparison.device : state.device;
  const device = used ?? { name: experiment.device, description: 'a device being opened' };

  return (
    <>
      <div ref={sentinel} />
      <ExperimentBar
        experiment={experiment}
        offer={offer}
        title={`${zoo.title} test`}
        busy={job !== null}
        action={running ? 'Run again' : experiment.variant === 'pruned' ? 'Run' : 'Compute here'}
        onChange={(next) => setExperiment(turn(next, experiment, offer))}
        onDraft={setDraft}
        onRun={() => run(experiment, false)}
        onCancel={cancel}
      >
        {job && <RunProgress {...(state.progress ?? { done: 0, secondsLeft: null, doing: 'Starting' })} />}
      </ExperimentBar>
      <main className="shell-main" id={active ? 'content' : undefined} tabIndex={-1}>
        <h1 className="visually-hidden">What compressed networks forget: {zoo.title}</h1>
        <Notices notices={notices} verified={zoo.verified} />
        <PanelBoundary name="Result">
          <Headline
            findings={comparison?.findings ?? null}
            variant={variantOf(shownExperiment)}
            classes={zoo.classes}
            state={running && state.runState === 'shipped' ? 'running' : state.runState}
            source={comparison?.source ?? (experiment.variant === 'pruned' ? 'computed' : 'shipped')}
            members={experiment.members}
            images={experiment.images}
            finished={answered ? comparison.images : 0}
            device={device}
            stale={stale}
            error={state.problem}
          >
            <Agreement
              comparison={answered ? comparison : null}
              busy={running}
              onCompute={() => run(experiment, false)}
            />
          </Headline>
        </PanelBoundary>
        {comparison && (
          <>
            <Chapters />
            <PanelBoundary name="What the average says">
              <Topline
                number={1}
                levels={levels.curve}
                weights={zoo.weights}
                current={{ series: experiment.variant, sparsity: experiment.sparsity }}
                onSelect={(series, sparsity) => setExperiment({ ...experiment, variant: series, sparsity })}
                actions={
                  job?.kind === 'sweep' ? (
                    <button type="button" data-testid="sweep-stop" onClick={cancel}>
                      Stop the sweep
                    </button>
                  ) : (
                    <button type="button" data-testid="sweep" onClick={() => sweep(experiment)}>
                      Sweep: prune here from 0 to 95%
                    </button>
                  )
                }
              />
            </PanelBoundary>
            <div ref={weightsPlace}>
              {dense ? (
                <PanelBoundary name="What was removed">
                  <Suspense fallback={null}>
                    <Weights
                      number={2}
                      dense={dense}
                      sparse={(sparseId && loaded[sparseId]) || null}
                      variant={variantOf(drafted)}
                      member={address.panels.network}
                      onMember={(network) => setPanels({ network })}
                    />
                  </Suspense>
                </PanelBoundary>
              ) : (
                <p className="shell-waiting">The weights load when this place comes near.</p>
              )}
            </div>
            {truth && (
              <PanelBoundary name="Who pays">
                <Classes
                  number={3}
                  findings={comparison.findings}
                  classes={zoo.classes}
                  truth={truth}
                  open={address.panels.row}
                  onOpen={(row) => setPanels({ row })}
                  sort={address.panels.order}
                  onSort={(order) => setPanels({ order })}
                  stale={stale}
                />
              </PanelBoundary>
            )}
            <PanelBoundary name="Are they harder?">
              <Accuracy number={4} findings={comparison.findings} stale={stale} />
            </PanelBoundary>
            <Suspense fallback={<p className="shell-waiting">Opening three more chapters.</p>}>
              <Evidence
                lab={lab}
                experiment={experiment}
                comparison={comparison}
                stale={stale}
                active={active}
                first={5}
              />
            </Suspense>
            {state.shard && (
              <PanelBoundary name="What is forgotten">
                <Exemplars
                  chapter={8}
                  shard={state.shard}
                  findings={comparison.findings}
                  predictions={predictions}
                  compressed={populationName(shownExperiment)}
                  levels={levels.pies}
                  phase={phaseOf(state, stale)}
                  state={address.gallery}
                  onChange={setGallery}
                  copyLink={<CopyLink className="inspector-action" />}
                />
              </PanelBoundary>
            )}
          </>
        )}
        <footer className="shell-footer">
          <p>
            {zoo.title}: {zoo.citation}, {zoo.licence} licence. The measure: Hooker, Courville, Clark,
            Dauphin, Frome, <cite>What Do Compressed Deep Neural Networks Forget?</cite>, arXiv:1911.05248.
            Nothing leaves this page.
          </p>
        </footer>
      </main>
    </>
  );
}

function Notices({ notices, verified }: { notices: string[]; verified: boolean }) {
  const secure = window.isSecureContext
    ? []
    : [
        'This address is not secure (http, not localhost): browsers offer no WebGPU, no storage and no checksums here. WebAssembly computes everything.',
      ];
  const unverified =
    verified || !window.isSecureContext ? [] : ['The downloaded files could not be verified by checksum.'];
  const all = [...notices, ...secure, ...unverified];
  return (
    <>
      {all.map((notice) => (
        <p key={notice} className="shell-notice" role="status">
          {notice}
        </p>
      ))}
    </>
  );
}
