import { useEffect, useMemo, useRef, useState } from 'react';
import { Busy } from '../bring/Busy';
import { KeptList } from '../storage/KeptList';
import { askToKeep } from '../storage/promise';
import { runHref, runOf } from './address';
import { Choices } from './Choices';
import { Estimate } from './Estimate';
import { fieldsOf, planOf, refusalOf, withinSeen } from './fields';
import { runItem } from './kept';
import { Progress } from './Progress';
import type { PaceQuestion, SeenImages } from './protocol';
import { isMeasuring } from './state';
import { useTrain } from './useTrain';
import '../imports/imports.css';
import '../networks/networks.css';
import './train.css';

const base = () => new URL('zoo/', document.baseURI).href;

/** Names another address in the place of this one, and tells those who follow it. */
function replaceHash(href: string): void {
  history.replaceState(history.state, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Populations of networks trained in this page; what comes of them is a dataset of the explorer. */
export function TrainPage({ hash }: { hash: string }) {
  const lab = useTrain();
  const { state, send, close } = lab;
  const { training, busy, problem, notices, listed, pace } = state;
  const [fields, setFields] = useState(() => fieldsOf(location.search));
  const asked = useRef<string | null>(null);
  const wanted = runOf(hash);
  const running = training && !training.ended ? training.run.id : null;

  useEffect(() => {
    if (!wanted || wanted === asked.current || wanted === training?.run.id) return;
    asked.current = wanted;
    send({ kind: 'resume', id: wanted, base: base() });
  }, [wanted, send, training?.run.id]);
  useEffect(() => {
    if (!running) return;
    asked.current = running;
    replaceHash(runHref(running));
  }, [running]);
  const isDone = training?.ended && !training.ended.stopped;
  useEffect(() => {
    if (isDone) replaceHash(runHref(null));
  }, [isDone]);

  /** A training that goes on is on its way: what is chosen below would not be its choices. */
  const isOpening = state.asked === 'resume' && busy !== null;
  const question = useMemo((): PaceQuestion => {
    const { data, side, grey, network, batch, device, plain } = fields;
    const extent =
      data === 'own'
        ? { height: side, width: side, channels: grey ? 1 : 3 }
        : { height: 28, width: 28, channels: 1 };
    return { extent, network, batch, device, plain };
  }, [fields]);
  const within = withinSeen(fields, state.seen.training);
  const refusal = refusalOf(within, state.seen.training !== undefined);
  const key = JSON.stringify(question);
  const isMeasured = pace !== null && JSON.stringify(pace.question) === key;
  /** What was measured last, and of which files. */
  const tried = useRef<{ key: string; seen: SeenImages | undefined } | null>(null);
  const seen = state.seen.training;
  const measures = !training && !wanted && !isMeasured && refusal === null;
  useEffect(() => {
    // One that failed or was stopped is measured again when it is asked for, or when something else is
    // chosen.
    if (!measures || (tried.current?.key === key && tried.current.seen === seen)) return;
    tried.current = { key, seen };
    send({ kind: 'measure', question: JSON.parse(key) });
  }, [measures, key, seen, send]);

  const wrong = problem && (
    <p className="imports-problem" role="alert" data-testid="train-problem">
      {problem.message}
    </p>
  );
  const work = busy && <Busy busy={busy} onStop={() => send({ kind: 'cancel' })} />;
  /** A measurement is told beside what comes of it: it begins by itself, and must not move the choices. */
  const measuring = !training && state.asked === 'measure';
  const isBelow = measuring || (!training && state.asked === 'begin');

  return (
    <>
      <h1>Train</h1>
      <p className="imports-lead">
        Make populations of networks here: dense, trained again, and pruned while they learn. What comes of
        them is a dataset of the explorer, with every chapter. Nothing leaves this page.
      </p>
      {listed && !listed.kept && (
        <p className="shell-notice" role="status">
          This browser offers no storage here (a private window, or an address without https): networks can be
          trained, but not kept or explored.
        </p>
      )}
      {!isBelow && wrong}
      {notices.map((notice) => (
        <p key={notice} className="shell-notice" role="status" data-testid="train-notice">
          {notice}
        </p>
      ))}
      {!measuring && work}
      {training ? (
        <Progress
          training={training}
          goesOn={listed?.runs.some(({ id }) => id === training.run.id) ?? false}
          onClose={() => {
            close();
            replaceHash(runHref(null));
          }}
        />
      ) : isOpening ? null : (
        <>
          <Choices lab={lab} fields={fields} onFields={setFields} />
          {refusal ? (
            <p className="imports-problem" data-testid="train-refusal">
              {refusal}
            </p>
          ) : (
            <Estimate
              pace={isMeasured ? pace.pace : null}
              fields={within}
              onFields={setFields}
              onMeasure={busy ? null : () => send({ kind: 'measure', question })}
            />
          )}
          <button
            type="button"
            className="imports-go"
            data-testid="train-begin"
            disabled={refusal !== null || (busy !== null && !isMeasuring(state))}
            onClick={() => {
              askToKeep();
              send({ kind: 'begin', plan: planOf(fields, base()) });
            }}
          >
            Train them
          </button>
          {isBelow && wrong}
          {measuring && work}
        </>
      )}
      {listed?.runs.some(({ id }) => id !== running) && (
        <section aria-labelledby="train-kept" data-testid="train-kept">
          <h2 id="train-kept">Begun and not finished</h2>
          <KeptList
            items={listed.runs.filter(({ id }) => id !== running).map(runItem)}
            testId="kept-run"
            onOpen={(id) => send({ kind: 'resume', id, base: base() })}
            onRemove={(id) => send({ kind: 'remove', id })}
          />
        </section>
      )}
    </>
  );
}
