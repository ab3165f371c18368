import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort } from '../lab/abort';
import type { JobProgress } from '../lab/meter';
import { said } from '../loading/said';
import { askToKeep } from '../storage/promise';
import { chooseOffline } from './choice';
import { deletePack, keepPacks, missingFiles, openShelf, sizeOf } from './kept';
import type { Pack } from './packs';
import { folderOf } from './places';
import { forgetPage, type PageKept, pageIsKept, pageState, registerServiceWorker } from './registration';
import { zooPacks } from './zooPacks';

/** A pack, and how many of its bytes are not kept. */
export type PackState = Pack & { missing: number };

export type Offline = {
  /** Whether the page itself is kept; null until known. */
  page: PageKept | null;
  /** Null until they are known. */
  packs: PackState[] | null;
  progress: JobProgress | null;
  problem: string | null;
  keep: (packs: readonly Pack[]) => void;
  keepPage: () => void;
  cancel: () => void;
  remove: (pack: Pack) => void;
  removePage: () => void;
  look: () => void;
};

/**
 * What is kept for use without a network, and what can be done about it. `onChange` hears when more or less
 * is kept.
 */
export function useOffline(onChange: () => void): Offline {
  const [page, setPage] = useState<PageKept | null>(null);
  const [packs, setPacks] = useState<PackState[] | null>(null);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);

  const attempt = useCallback(
    async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!isAbort(error)) setProblem(said(error));
      }
      onChange();
    },
    [onChange],
  );
  const followPage = useCallback(async (registration: ServiceWorkerRegistration | null) => {
    const isWhole = registration !== null && (await pageIsKept(registration));
    setPage(isWhole ? 'kept' : 'not kept');
    return isWhole;
  }, []);
  const see = useCallback(async () => {
    const registration = await navigator.serviceWorker.getRegistration(document.baseURI);
    const now = await pageState(registration);
    setPage(now);
    if (registration && now === 'being kept') void followPage(registration);
    const { shelf, zoo } = await openShelf(folderOf(document.baseURI));
    const known = await zooPacks(zoo);
    const missing = await Promise.all(known.map(({ files }) => missingFiles(shelf, zoo, files)));
    setPacks(known.map((pack, index) => ({ ...pack, missing: sizeOf(missing[index]) })));
  }, [followPage]);
  const look = useCallback(() => {
    setProblem(null);
    void attempt(see);
  }, [attempt, see]);
  useEffect(look, [look]);
  useEffect(() => () => stop.current?.abort(), []);

  const keepPage = async () => {
    if (page !== 'kept') setPage('being kept');
    if (!(await followPage(await registerServiceWorker()))) {
      throw new Error('The page could not be kept whole: its server does not give all of it. Try again.');
    }
  };

  return {
    page,
    packs,
    progress,
    problem,
    look,
    cancel: () => stop.current?.abort(),
    keep: (wanted) => {
      const controller = new AbortController();
      stop.current = controller;
      setProblem(null);
      setProgress({ done: 0, secondsLeft: null, doing: 'Fetching and checking' });
      void attempt(async () => {
        try {
          chooseOffline('first');
          await askToKeep();
          const { shelf, zoo } = await openShelf(folderOf(document.baseURI));
          await keepPage();
          await keepPacks(wanted, { shelf, zoo, signal: controller.signal, told: setProgress });
        } finally {
          setProgress(null);
          await see();
        }
      });
    },
    keepPage: () => {
      setProblem(null);
      chooseOffline('page');
      void attempt(keepPage);
    },
    remove: (pack) => {
      if (pack.id === packs?.[0].id) chooseOffline('page');
      void attempt(async () => {
        const { shelf, zoo } = await openShelf(folderOf(document.baseURI));
        await deletePack(shelf, zoo, pack);
        await see();
      });
    },
    removePage: () => {
      chooseOffline('nothing');
      void attempt(async () => {
        await forgetPage();
        await see();
      });
    },
  };
}
