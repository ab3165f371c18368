import { lazy, Suspense } from 'react';
import { FigureSource } from '../charts/figureSource';
import { methodsAnchors } from '../views/methods/anchors';
import { useHash } from './address';
import { useDataset } from './dataset';
import { Explorer } from './Explorer';
import { Header } from './Header';
import { useLinked } from './linked';
import { PanelBoundary } from './PanelBoundary';
import { sourceLine } from './takeaway/provenance';
import { useLab } from './useLab';

const Methods = lazy(() =>
  import('../views/methods/Methods').then(({ Methods: view }) => ({ default: view })),
);

const Yours = lazy(() => import('./imports/Yours').then(({ Yours: view }) => ({ default: view })));
const Networks = lazy(() => import('./networks/Networks').then(({ Networks: view }) => ({ default: view })));
const Judge = lazy(() => import('./judge/JudgePage').then(({ JudgePage: view }) => ({ default: view })));

/** The page: its head, and the explorer, the study or the methods. The lab works on while another page is read. */
export function App() {
  const [data, chooseData] = useDataset();
  const lab = useLab(data);
  const hash = useHash();
  useLinked();
  const yours = hash.startsWith('#/yours');
  const judge = hash.startsWith('#/judge');
  const methods = hash.startsWith('#/methods');
  const anchor = methodsAnchors.find((name) => name === hash.split('/')[2]) ?? null;
  return (
    <>
      <button
        type="button"
        className="shell-skip"
        onClick={() => document.getElementById('content')?.focus()}
      >
        Skip to the result
      </button>
      <Header
        page={yours ? 'yours' : judge ? 'judge' : methods ? 'methods' : 'explore'}
        lab={lab}
        local={opensOnlyHere(hash, lab.state.zoo?.origin.kind === 'own')}
      />
      {methods && (
        <main className="shell-main" id="content" tabIndex={-1}>
          <Suspense fallback={<p className="shell-waiting">Opening the methods.</p>}>
            <Methods anchor={anchor} />
          </Suspense>
        </main>
      )}
      {judge && (
        <main className="shell-main" id="content" tabIndex={-1}>
          <PanelBoundary name="Judge">
            <Suspense fallback={<p className="shell-waiting">Opening the study.</p>}>
              <Judge lab={lab} hash={hash} onData={chooseData} />
            </Suspense>
          </PanelBoundary>
        </main>
      )}
      {yours ? (
        <PanelBoundary name="Yours">
          <Suspense
            fallback={
              <main className="shell-main" id="content" tabIndex={-1}>
                <p className="shell-waiting">Opening your page.</p>
              </main>
            }
          >
            {hash.startsWith('#/yours/networks') ? <Networks /> : <Yours hash={hash} />}
          </Suspense>
        </PanelBoundary>
      ) : (
        <div hidden={methods || judge}>
          <PanelBoundary name="Explorer">
            <FigureSource value={sourceLine(lab.state)}>
              <Explorer lab={lab} data={data} onData={chooseData} active={!methods && !judge} />
            </FigureSource>
          </PanelBoundary>
        </div>
      )}
    </>
  );
}

/** Whether an address opens only in this browser: it names an import, or shows networks that are the reader's own. */
function opensOnlyHere(hash: string, ownNetworks: boolean): boolean {
  if (hash.startsWith('#/yours')) return /[?&]import=/.test(hash);
  if (/^#\/judge\?(.*&)?data=import-/.test(hash)) return true;
  return ownNetworks && !hash.startsWith('#/methods');
}
