import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { ImportEntry } from '../../library/imports';
import { ownDataset } from '../../library/ownNetworks';
import { bytes, count, noun } from '../../text/format';
import { keptCopies } from '../copy/kept';
import { importHref } from '../imports/address';
import { hrefOf, importedData } from '../judge/address';
import { type KeptStudy, keepStudy, keptStudies } from '../judge/kept';
import { ownWords } from '../networks/networkWords';
import { useNetworks } from '../networks/useNetworks';
import { OfflineKept } from '../offline/OfflineKept';
import { keptTrainings } from '../train/kept';
import { KeptList } from './KeptList';
import { askToKeep, type StorageState, storageState } from './promise';
import { useKept } from './useKept';
import { useKeptFocus } from './useKeptFocus';
import { importWords, promiseSentence, roomSentence, studyTitle, studyWords } from './words';

type Props = { imports: ImportEntry[]; kept: boolean; onRemove: (id: string) => void };

/**
 * All that this page keeps in the browser, with sizes, to be opened or deleted; how much room there is, and
 * what the browser promised.
 */
export function StoragePanel({ imports, kept, onRemove }: Props) {
  const { state, send } = useNetworks();
  const networks = state.listed?.entries ?? [];
  const trainings = useKept(keptTrainings);
  const copies = useKept(keptCopies);
  const [studies, setStudies] = useState<KeptStudy[]>(keptStudies);
  const [storage, setStorage] = useState<StorageState | null>(null);
  const keepsFocus = useKeptFocus<HTMLElement>();
  const [refused, setRefused] = useState(false);
  const look = useCallback(() => void storageState().then(setStorage), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept decides how much room is used
  useEffect(look, [look, imports, state.listed, studies, trainings.kept, copies.kept]);
  const total = [...imports, ...networks, ...studies, ...trainings.kept, ...copies.kept].reduce(
    (sum, entry) => sum + entry.bytes,
    0,
  );
  const names = new Map([
    ...imports.map(({ id, name }) => [importedData(id), name] as const),
    ...networks.map(({ id, name }) => [ownDataset(id), name] as const),
  ]);
  return (
    <section aria-labelledby="kept-title" data-testid="storage" {...keepsFocus}>
      <h2 id="kept-title">Kept in this browser</h2>
      <p className="imports-note" data-testid="storage-state">
        {total > 0 && `${bytes(total)} in all. `}
        {storage && roomSentence(storage)}{' '}
        {kept
          ? storage && promiseSentence(storage.promised)
          : 'This browser offers no storage here, so imports last until this page is closed.'}{' '}
        {kept && storage?.promised === false && total > 0 && (
          <button
            type="button"
            className="imports-quiet"
            onClick={() =>
              askToKeep().then((promised) => {
                setRefused(promised !== true);
                look();
              })
            }
          >
            Ask it to promise
          </button>
        )}{' '}
        {refused && storage?.promised === false && <span role="status">It does not, for now.</span>}
      </p>
      <div data-testid="kept-imports">
        <h3 className="imports-kind">Predictions</h3>
        <p className="imports-note">
          {imports.length === 0
            ? 'Nothing yet.'
            : `${count(imports.length)} ${noun(imports.length, 'import')}, ${bytes(sizeOf(imports))}.`}
        </p>
        <KeptList
          items={imports.map((entry) => ({
            id: entry.id,
            href: importHref(entry.id),
            title: entry.name,
            words: importWords(entry),
          }))}
          testId="kept-import"
          onRemove={onRemove}
        />
      </div>
      {state.problem && (
        <p className="imports-problem" role="alert">
          {state.problem.message}
        </p>
      )}
      {networks.length > 0 && (
        <div data-testid="kept-networks">
          <h3 className="imports-kind">Networks</h3>
          <p className="imports-note">
            {count(networks.length)} {noun(networks.length, 'set')} of networks, {bytes(sizeOf(networks))}.
          </p>
          <KeptList
            items={networks.map((entry) => ({
              id: entry.id,
              href: `?data=${ownDataset(entry.id)}`,
              title: entry.name,
              words: ownWords(entry),
            }))}
            testId="kept-network"
            onRemove={(id) => send({ kind: 'remove', id })}
          />
        </div>
      )}
      <KeptKind title="Trainings" testId="kept-training" {...trainings}>
        What is needed to go on with trainings, and their images
      </KeptKind>
      <KeptKind title="Test images" testId="kept-copy" {...copies}>
        Your own copies of images that are not published with networks
      </KeptKind>
      {studies.length > 0 && (
        <div data-testid="kept-studies">
          <h3 className="imports-kind">Studies</h3>
          <p className="imports-note">
            {count(studies.length)} {noun(studies.length, 'study', 'studies')} of images,{' '}
            {bytes(sizeOf(studies))}.
          </p>
          <KeptList
            items={studies.map((study) => ({
              id: hrefOf(study.settings),
              href: hrefOf(study.settings),
              title: studyTitle(study, names),
              words: studyWords(study),
            }))}
            testId="kept-study"
            onRemove={(id) => {
              const gone = studies.find(({ settings }) => hrefOf(settings) === id);
              if (gone) keepStudy(gone.settings, []);
              setStudies(keptStudies());
            }}
          />
        </div>
      )}
      <OfflineKept onChange={look} />
    </section>
  );
}

function sizeOf(entries: { bytes: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes, 0);
}

type KindProps = ReturnType<typeof useKept> & { title: string; testId: string; children: ReactNode };

/** One kind of what is kept, where there is any; `children` say what it is for. */
function KeptKind({ title, testId, kept, remove, children }: KindProps) {
  if (kept.length === 0) return null;
  return (
    <div>
      <h3 className="imports-kind">{title}</h3>
      <p className="imports-note">
        {children}, {bytes(sizeOf(kept))}.
      </p>
      <KeptList items={kept} testId={testId} onRemove={remove} />
    </div>
  );
}
