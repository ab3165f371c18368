import { useEffect, useMemo, useRef, useState } from 'react';
import { FigureSource } from '../../charts/figureSource';
import type { ImportOptions } from '../../library/importOrigin';
import { Busy } from '../bring/Busy';
import { ChooseFiles } from '../bring/ChooseFiles';
import { Waiting } from '../bring/Waiting';
import { intoView } from '../intoView';
import { later } from '../loading/later';
import { PanelBoundary } from '../PanelBoundary';
import type { Ask, QuestionId } from '../panels/questions';
import { askToKeep } from '../storage/promise';
import { bundleAddress, importHref, readImportAddress } from './address';
import { ImportedExplorer } from './explorer/ImportedExplorer';
import type { Additions, FileMapping, LookedFile } from './protocol';
import { importSource } from './source';
import { BundleStep } from './steps/BundleStep';
import { DatasetStep } from './steps/DatasetStep';
import { emptyMapping, MappingStep } from './steps/MappingStep';
import { RolesStep } from './steps/RolesStep';
import { type Imports, type ImportsState, useImports } from './useImports';
import './imports.css';

const StoragePanel = later(() => import('../storage/StoragePanel').then((file) => file.StoragePanel));

/** A reader's own predictions: brought in, kept, explored. */
export function Yours({ hash }: { hash: string }) {
  const imports = useImports();
  const { state, send, stop } = imports;
  const { id, view } = readImportAddress(hash);
  const here = state.opened?.id === id ? state.opened : null;
  const asked = state.busy?.asked === 'open' || state.absent === id || state.problem !== null;
  useEffect(() => {
    if (id !== null && !here && !asked)
      send({ kind: 'open', id, options: readImportAddress(hash).view.options });
  }, [id, hash, here, asked, send]);
  const { made } = state;
  useEffect(() => {
    if (made) location.hash = made.query === null ? importHref(made.id) : bundleAddress(made.id, made.query);
  }, [made]);
  const { keeping } = state;
  useEffect(() => {
    if (keeping) askToKeep();
  }, [keeping]);
  const findings = here?.findings;
  const options = useMemo(() => {
    if (!findings) return null;
    const { ties, alpha, seed } = findings.options;
    return { ties, alpha, seed };
  }, [findings]);
  const requests = useMemo(() => {
    if (id === null || !options) return null;
    return {
      onAsk: (question: Ask) => send({ kind: 'ask', id, options, ...question }),
      onUnask: (question: QuestionId) => send({ kind: 'unask', question }),
      onAdd: (additions: Additions) => send({ kind: 'add', id, additions, options }),
      onLend: (port: MessagePort) => send({ kind: 'lend', id, options, port }),
      onAudit: (given: Partial<ImportOptions>) => send({ kind: 'audit', id, options: given }),
    };
  }, [id, options, send]);
  return (
    <>
      {state.problem && (
        <p
          key={state.problem}
          ref={intoView}
          className="imports-problem"
          role="alert"
          data-testid="import-problem"
        >
          {state.problem}
          <Waiting files={state.waiting} />{' '}
          {state.gone && (
            <button type="button" className="imports-quiet" onClick={stop}>
              Try again
            </button>
          )}
        </p>
      )}
      {state.keeping && (
        <p className="shell-notice" role="status" data-testid="keeping">
          Keeping it in this browser…
        </p>
      )}
      {state.notice && (
        <p className="shell-notice" role="status">
          {state.notice} It lasts until this page is closed.
        </p>
      )}
      {made?.id === id &&
        made?.notes.map((note) => (
          <p key={note} className="shell-notice" role="status" data-testid="made-equal">
            {note}
          </p>
        ))}
      {here?.notices.map((notice) => (
        <p key={notice} className="shell-notice" role="status" data-testid="import-damage">
          {notice}
        </p>
      ))}
      {state.busy && <Busy busy={state.busy} onStop={stop} />}
      {id === null ? (
        <Bring imports={imports} />
      ) : here && requests ? (
        <FigureSource value={importSource(here)}>
          <ImportedExplorer
            key={here.id}
            imported={here}
            answers={state.answers}
            revision={state.revision}
            {...requests}
            busy={state.busy !== null}
            view={view}
            hash={hash}
          />
        </FigureSource>
      ) : (
        !state.busy && <Absent id={id} state={state} onRemove={() => send({ kind: 'remove', id })} />
      )}
    </>
  );
}

function Absent({ id, state, onRemove }: { id: string; state: ImportsState; onRemove: () => void }) {
  if (state.absent !== id) {
    if (!state.problem) return null;
    return (
      <p>
        <a href="#/yours">Your predictions</a>{' '}
        <button type="button" onClick={onRemove}>
          Delete this import
        </button>
      </p>
    );
  }
  return (
    <section data-testid="import-absent">
      <h1>This import is not on this machine.</h1>
      <p>
        The link names predictions that somebody brought into their own browser. The files were not sent
        anywhere: ask for them, and <a href="#/yours">bring them in on this machine</a>.
      </p>
    </section>
  );
}

function Bring({ imports: { state, choose, send, clear } }: { imports: Imports }) {
  const { looked, sources, files, listed, offered, dataset, busy } = state;
  const title = useRef<HTMLHeadingElement>(null);
  // The button that puts something away goes with it.
  const putAway = () => {
    title.current?.focus();
    clear();
  };
  return (
    <>
      <h1 ref={title} tabIndex={-1}>
        Bring your own predictions
      </h1>
      <p className="imports-lead">
        What dense and compressed networks of yours say of the same images is enough for the sentence, the
        classes, the noise and the gallery. Files are read in this page, kept in this browser and sent
        nowhere. What you name by its address is asked of its host, once you have confirmed it.
      </p>
      {listed?.kept === false && (
        <p className="shell-notice" role="status" data-testid="keeps-nothing">
          Nothing will be kept: this browser offers this page no storage (a private window, a setting, or an
          address without https). What you bring lasts until this page is closed; take it away as a bundle to
          keep it.
        </p>
      )}
      <ChooseFiles busy={busy !== null} onFiles={choose} onUrl={(url) => send({ kind: 'fetch', url })} />
      {offered && (
        <BundleStep
          offer={offered}
          busy={busy !== null}
          onOpen={() => send({ kind: 'unpack' })}
          onClear={putAway}
        />
      )}
      {dataset && (
        <DatasetStep
          key={JSON.stringify(dataset)}
          offer={dataset}
          busy={busy !== null}
          onOpen={send}
          onClear={putAway}
        />
      )}
      {looked && (
        <Columns
          key={files.map(({ path }) => path).join('\n')}
          looked={looked}
          busy={busy !== null}
          onRead={(mappings) => send({ kind: 'read', files, mappings })}
          onClear={putAway}
        />
      )}
      {sources && (
        <RolesStep
          key={JSON.stringify(sources.map(({ name }) => name))}
          sources={sources}
          busy={busy !== null}
          onMake={send}
        />
      )}
      <NetworksWay />
      {listed && (
        <PanelBoundary name="Kept in this browser" waiting={null}>
          <StoragePanel {...listed} onRemove={(id) => send({ kind: 'remove', id })} />
        </PanelBoundary>
      )}
    </>
  );
}

/** The way beside predictions. */
function NetworksWay() {
  return (
    <section aria-labelledby="networks-way">
      <h2 id="networks-way">Bring your own networks</h2>
      <p className="imports-lead">
        With the networks themselves and labelled images, everything here can be asked of them. Prune them at
        any level, break the images, see what is forgotten.{' '}
        <a href="#/yours/networks" data-testid="bring-networks">
          Choose networks and images
        </a>
        , or <a href="#/train">train some here</a>.
      </p>
    </section>
  );
}

type ColumnsProps = {
  looked: LookedFile[];
  busy: boolean;
  onRead: (mappings: (FileMapping | null)[]) => void;
  onClear: () => void;
};

/** The files that were chosen, and what their columns mean. */
function Columns({ looked, busy, onRead, onClear }: ColumnsProps) {
  const [mappings, setMappings] = useState(() =>
    looked.map((file) => (file.kind === 'table' ? (file.guess.mapping ?? emptyMapping(file.preview)) : null)),
  );
  const set = (changed: number, mapping: FileMapping) =>
    setMappings((now) => now.map((other, at) => (sameColumns(looked, at, changed) ? mapping : other)));
  const groups = looked.flatMap((file, at) => {
    const first = looked.findIndex((_, other) => sameColumns(looked, other, at));
    return first === at || file.kind !== 'table' ? [{ file, at }] : [];
  });
  return (
    <section aria-labelledby="columns-title">
      <h2 id="columns-title">What the columns mean</h2>
      {groups.map(({ file, at }) => {
        const mapping = mappings[at];
        const alike = looked.filter((_, other) => other !== at && sameColumns(looked, other, at)).length;
        return file.kind === 'table' && mapping ? (
          <div key={file.file}>
            <MappingStep table={file} mapping={mapping} onMapping={(next) => set(at, next)} />
            {alike > 0 && (
              <p className="imports-note">
                The same holds for {alike} more {alike === 1 ? 'file' : 'files'} with these columns.
              </p>
            )}
          </div>
        ) : (
          <p key={file.file} className="imports-file">
            <b>{file.file}</b>:{' '}
            {file.kind === 'labels' ? 'true labels.' : 'matrices [networks, images], read by their names.'}
          </p>
        );
      })}
      <button
        type="button"
        className="imports-go"
        data-testid="read-files"
        disabled={busy}
        onClick={() => onRead(mappings)}
      >
        Read {looked.length === 1 ? 'the file' : `${looked.length} files`}
      </button>{' '}
      <button type="button" className="imports-quiet" disabled={busy} onClick={onClear}>
        Put {looked.length === 1 ? 'it' : 'them'} away
      </button>
    </section>
  );
}

/** Whether two files are tables with the same columns, which then mean the same. */
function sameColumns(looked: LookedFile[], a: number, b: number): boolean {
  const [one, other] = [looked[a], looked[b]];
  if (a === b) return true;
  if (one.kind !== 'table' || other.kind !== 'table') return false;
  return one.preview.header.join('\n') === other.preview.header.join('\n');
}
