import { type ReactNode, useEffect } from 'react';
import { FigureSource } from '../charts/figureSource';
import { ExplainTerms } from '../charts/terms/Terms';
import { useHash } from './address';
import { useDataset } from './dataset';
import { Explorer } from './Explorer';
import { Header } from './Header';
import { useLinked } from './linked';
import { later } from './loading/later';
import { NewVersion } from './loading/NewVersion';
import { PanelBoundary } from './PanelBoundary';
import { readPage } from './pages';
import { sourceLine } from './takeaway/provenance';
import { useLab } from './useLab';

const Methods = later(() => import('../views/methods/Methods').then((file) => file.Methods));

const Classroom = later(() => import('./classroom/ClassroomPage').then((file) => file.ClassroomPage));
const Yours = later(() => import('./imports/Yours').then((file) => file.Yours));
const Networks = later(() => import('./networks/Networks').then((file) => file.Networks));
const Train = later(() => import('./train/TrainPage').then((file) => file.TrainPage));
const Judge = later(() => import('./judge/JudgePage').then((file) => file.JudgePage));

/**
 * The page: its head, and the explorer, the study or the methods. The lab works on while another page is
 * read.
 */
export function App() {
  const [data, chooseData] = useDataset();
  const lab = useLab(data);
  const hash = useHash();
  useLinked();
  const { page, anchor, notice } = readPage(hash);
  const brings = page === 'yours' || page === 'networks' || page === 'train';
  const explores = page === 'explore';
  // What is kept for later does not come before what the reader came for.
  const isCalm = !explores || lab.state.comparison !== null;
  useEffect(() => {
    if (isCalm) void import('./offline/start').then(({ startOffline }) => startOffline());
  }, [isCalm]);
  return (
    <ExplainTerms value={true}>
      <button
        type="button"
        className="shell-skip"
        onClick={() => document.getElementById('content')?.focus()}
      >
        Skip to the result
      </button>
      {explores && (
        <button
          type="button"
          className="shell-skip"
          onClick={() => {
            const all = (kind: string) => document.querySelector<HTMLElement>(`.experiment ${kind}`);
            // The slider, which stands behind other fields; without one the first field.
            (all('input[type="range"]') ?? all('select'))?.focus();
          }}
        >
          Skip to the experiment
        </button>
      )}
      <Header
        page={page === 'networks' ? 'yours' : page}
        lab={lab}
        local={opensOnlyHere(hash, lab.state.zoo?.origin.kind === 'own')}
      />
      <NewVersion />
      {notice && (
        <p className="shell-notice shell-misled" role="status">
          {notice}
        </p>
      )}
      {page === 'methods' && (
        <OnePage name="Methods" waiting="Opening the methods.">
          <Methods anchor={anchor} />
        </OnePage>
      )}
      {page === 'judge' && (
        <OnePage name="Judge" waiting="Opening the study.">
          <Judge lab={lab} hash={hash} onData={chooseData} />
        </OnePage>
      )}
      {page === 'classroom' && (
        <OnePage name="For a class" waiting="Opening the exercise.">
          <Classroom />
        </OnePage>
      )}
      {page === 'train' && (
        <OnePage name="Train" waiting="Opening the page." className="imports">
          <Train hash={hash} />
        </OnePage>
      )}
      {page === 'networks' && (
        <OnePage name="Your networks" waiting="Opening your page." className="imports">
          <Networks />
        </OnePage>
      )}
      {page === 'yours' && (
        <OnePage name="Yours" waiting="Opening your page." className="imports">
          <Yours hash={hash} />
        </OnePage>
      )}
      {!brings && (
        <div hidden={!explores}>
          <PanelBoundary name="Explorer">
            <FigureSource value={sourceLine(lab.state)}>
              <Explorer lab={lab} data={data} onData={chooseData} active={explores} />
            </FigureSource>
          </PanelBoundary>
        </div>
      )}
    </ExplainTerms>
  );
}

type OnePageProps = { name: string; waiting: string; className?: string; children: ReactNode };

/** A page beside the explorer: whatever fails in it, it is there, and the head above it too. */
function OnePage({ name, waiting, className, children }: OnePageProps) {
  return (
    <main className={className ? `shell-main ${className}` : 'shell-main'} id="content" tabIndex={-1}>
      <PanelBoundary name={name} waiting={waiting}>
        {children}
      </PanelBoundary>
    </main>
  );
}

/**
 * Whether an address opens only in this browser: it names an import, or shows networks that are the reader's
 * own.
 */
function opensOnlyHere(hash: string, ownNetworks: boolean): boolean {
  if (hash.startsWith('#/yours')) return /[?&]import=/.test(hash);
  if (/^#\/(judge\?(.*&)?data=import-|train\?(.*&)?run=)/.test(hash)) return true;
  return ownNetworks && !hash.startsWith('#/methods');
}
