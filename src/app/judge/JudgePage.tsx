import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { browserFolders } from '../../library/folders';
import { listImports } from '../../library/imports';
import { ownAbsent } from '../../library/ownNetworks';
import { defaultExperiment, isOwn, type Offer } from '../../model/experiment';
import { settingsQuery } from '../../views/study/settings';
import { lacksImages } from '../lacksImages';
import { later } from '../loading/later';
import type { Lab } from '../useLab';
import { Waits } from '../Waits';
import { HASH, importedData, importIdOf, judgeImportHref, readJudgeAddress } from './address';
import { type JudgeProps, Study } from './Study';
import '../../views/study/study.css';

const ImportJudge = later(() => import('./ImportJudge').then((file) => file.ImportJudge));

type Props = { lab: Lab; hash: string; onData: (data: string) => void };

/**
 * The page on which people judge images: its settings in the address, what was said in this browser, files in
 * and out.
 */
export function JudgePage({ lab, hash, onData }: Props) {
  const { asked, ownCodes, data: named, importId, problem } = useMemo(() => readJudgeAddress(hash), [hash]);
  const imports = useImportedPictures();
  const shipped = lab.state.zoo?.offer.datasets;
  const datasets = useMemo(() => [...(shipped ?? []), ...imports], [shipped, imports]);
  const choose = useCallback(
    (data: string) => {
      const id = importIdOf(data);
      location.hash = id === null ? HASH : judgeImportHref(id);
      if (id === null) onData(data);
    },
    [onData],
  );
  const props = { datasets, asked, ownCodes, missing: problem, onData: choose };
  if (importId === null) return <ZooJudge lab={lab} named={named} {...props} onAwaited={onData} />;
  return (
    <Suspense fallback={<p className="shell-waiting">Opening the import.</p>}>
      <ImportJudge key={importId} id={importId} {...props} />
    </Suspense>
  );
}

/** The imports of this browser that have pictures, as datasets to choose. */
function useImportedPictures(): Offer['datasets'] {
  const [imports, setImports] = useState<Offer['datasets']>([]);
  useEffect(() => {
    let gone = false;
    browserFolders('imports')
      .then(listImports)
      .then((entries) => {
        const shown = entries.filter(({ hasPictures }) => hasPictures);
        if (!gone)
          setImports(shown.map(({ id, name }) => ({ id: importedData(id), title: name, own: true })));
      })
      // What cannot be listed is not offered.
      .catch(() => {});
    return () => {
      gone = true;
    };
  }, []);
  return imports;
}

/** The study of a zoo's images, or of the reader's own networks. */
function ZooJudge({
  lab,
  named,
  datasets,
  asked,
  ownCodes,
  missing: malformed,
  onData,
  onAwaited,
}: JudgeProps & { lab: Lab; named: string; onAwaited: (data: string) => void }) {
  const { zoo, shard, answers } = lab.state;
  const known = answers.study?.answer;
  const { ask } = lab;
  const data = zoo?.offer.data;
  useEffect(() => {
    if (zoo) ask(defaultExperiment(zoo.offer), { question: 'study', asked: null });
  }, [zoo, ask]);
  const offered = zoo?.offer.datasets.some(({ id }) => id === named);
  const awaited = offered && named !== data ? named : null;
  useEffect(() => {
    if (awaited) onAwaited(awaited);
  }, [awaited, onAwaited]);
  const subject = useMemo(
    () =>
      zoo && shard && known && known.data === zoo.offer.data
        ? { data: zoo.offer.data, title: zoo.title, shard, levels: known.levels }
        : null,
    [zoo, shard, known],
  );
  if (!zoo || !subject || awaited) {
    return (
      <Waits lab={lab} of={['open', 'show', 'study']}>
        Opening the images.
      </Waits>
    );
  }
  if (subject.levels.length === 0) {
    return (
      <p className="shell-waiting" data-testid="study-none">
        {zoo.origin.kind === 'own'
          ? `No compressed networks were brought with ${zoo.title}, so there are no PIEs to judge. ` +
            'Bring some on the page Yours, or choose other images on the page Explore.'
          : `No population of ${zoo.title} was trained sparse, so there are no PIEs to judge. Choose ` +
            'other images on the page Explore.'}
      </p>
    );
  }
  if (lacksImages(zoo)) {
    return (
      <p className="shell-waiting" data-testid="study-none">
        The images of {zoo.title} may not be published, so there is nothing to look at yet. Bring your own
        copy of them <a href={`?data=${data}`}>on the page Explore</a>, or choose other images there.
      </p>
    );
  }
  const missing = named !== '' && named !== data ? absent(named) : malformed;
  return (
    <Study
      key={asked ? settingsQuery(asked) : `${data} ${missing}`}
      subject={subject}
      datasets={datasets}
      asked={missing ? null : asked}
      ownCodes={ownCodes}
      missing={missing}
      onData={onData}
    />
  );
}

function absent(data: string): string {
  return isOwn(data) ? ownAbsent : `The link asks for images of ${data.slice(0, 80)}, which are not here.`;
}
