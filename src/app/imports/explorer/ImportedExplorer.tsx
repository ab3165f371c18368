import { useCallback, useEffect, useMemo, useState } from 'react';
import { withinMargin } from '../../../audit/retraining/verdict';
import type { ImportOptions } from '../../../library/importOrigin';
import { count, noun } from '../../../text/format';
import { PictureAddresses } from '../../../views/exemplars/ShardImage';
import { Headline } from '../../../views/headline/Headline';
import { importAskedInVain } from '../../askedInVain';
import { CopyLink } from '../../CopyLink';
import { Chapter } from '../../chapters/Chapter';
import { OpenDetails } from '../../chapters/Detail';
import { judgeImportHref } from '../../judge/address';
import { later } from '../../loading/later';
import { PanelBoundary } from '../../PanelBoundary';
import { chapters } from '../../panels/panels';
import { missingSentence, placed } from '../../panels/placed';
import { useAnswer } from '../../panels/useAnswer';
import { type ImportHost, importLacks, useImportHost } from '../../panels/useImportHost';
import { TakeAwayButton } from '../../takeaway/TakeAwayButton';
import { type ImportView, importAddress, importQuery } from '../address';
import type { Additions, OpenedImport } from '../protocol';
import { filesPhrase } from '../source';
import { AdditionsPanel } from './AdditionsPanel';
import { BundleOrigin } from './BundleOrigin';
import { ImportOptionsRow } from './ImportOptionsRow';
import { usePictureAddresses } from './PictureHost';

const ImportTakeAway = later(() => import('./ImportTakeAway').then((file) => file.ImportTakeAway));

const OPTIONS = ['ties', 'alpha', 'seed'] as const;
/** The panel above which the question stands whether pictures may be fetched. */
const PICTURED = 'exemplars';

type Props = ImportHost & {
  busy: boolean;
  onAdd: (additions: Additions) => void;
  onAudit: (options: Partial<ImportOptions>) => void;
  onLend: (port: MessagePort) => void;
  view: ImportView;
  /** The address that opened it. */
  hash: string;
};

/** The panels that predictions alone allow, of an import. What is open in them stays in the address. */
export function ImportedExplorer(props: Props) {
  const { imported, busy, onAdd, onAudit, onLend, view: first, hash: address } = props;
  const { id, findings, compressed, classNames, name, files, extras, origin } = imported;
  const argument = useMemo(() => {
    const { host, lacks } = importLacks(imported);
    return placed(chapters, host, lacks);
  }, [imported]);
  const known = argument.chapters.flatMap((chapter) => chapter.details.map((detail) => detail.id));
  const [view, setView] = useState(() => ({
    ...first,
    details: first.details.filter((detail) => known.includes(detail)),
  }));
  const [misled] = useState(() => {
    const limits = { images: findings.images, classes: classNames.length, details: known };
    return importAskedInVain(importQuery(address), limits);
  });
  useEffect(() => {
    const hash = importAddress(id, view);
    if (hash !== location.hash) history.replaceState(null, '', location.pathname + location.search + hash);
  }, [id, view]);
  const change = useCallback((next: Partial<ImportView>) => setView((now) => ({ ...now, ...next })), []);
  const toggle = useCallback(
    (detail: string) =>
      setView((now) => {
        const others = now.details.filter((other) => other !== detail);
        return { ...now, details: others.length < now.details.length ? others : [...others, detail] };
      }),
    [],
  );
  const options = { ...imported.options, ...view.options };
  const isTold = OPTIONS.every((option) => options[option] === findings.options[option]);
  const setOptions = (next: ImportOptions) => {
    const others = OPTIONS.filter((option) => next[option] !== imported.options[option]);
    const given = Object.fromEntries(others.map((option) => [option, next[option]]));
    change({ options: given });
    onAudit(given);
  };
  const { addressOf, question, shownFrom } = usePictureAddresses(imported);
  const given = useImportHost(props, view, change);
  const { answer, isCurrent, done } = useAnswer(given, 'retraining', null, !findings.paired);
  const retraining = useMemo(() => answer && withinMargin(answer, view.margin), [answer, view.margin]);
  const details = useMemo(() => ({ open: view.details, toggle }), [view.details, toggle]);
  return (
    <>
      <h1 className="visually-hidden">{name}</h1>
      {misled.map((notice) => (
        <p key={notice} className="shell-notice" role="status">
          {notice}
        </p>
      ))}
      <p className="imports-origin">
        <a href="#/yours">Your predictions</a> · {name}, from {filesPhrase(files)}
        {imported.answers !== undefined && ` · Answers: ${imported.answers}`}
        {(imported.pictures || extras.template !== null) && (
          <>
            {' '}
            · <a href={judgeImportHref(id)}>Judge its images yourself</a>
          </>
        )}
      </p>
      {origin && <BundleOrigin origin={origin} />}
      <AdditionsPanel imported={imported} busy={busy} onAdd={onAdd} />
      <PanelBoundary name="Result">
        <Headline
          findings={findings}
          retraining={findings.paired ? null : retraining}
          testing={!findings.paired && !(isCurrent && done === 1)}
          variant={null}
          classes={classNames}
          state="done"
          source="imported"
          members={compressed.members.length}
          images={findings.images}
          device={{ name: 'none', description: 'this machine' }}
          stale={!isTold}
        >
          <CopyLink className="imports-quiet" local />
        </Headline>
        <ImportOptionsRow options={options} onOptions={setOptions}>
          <TakeAwayButton ready={isTold} className="imports-quiet">
            {(close) => (
              <ImportTakeAway
                imported={imported}
                asking={given.asking}
                view={view}
                onLend={onLend}
                onClose={close}
              />
            )}
          </TakeAwayButton>
        </ImportOptionsRow>
      </PanelBoundary>
      <OpenDetails value={details}>
        <PictureAddresses.Provider value={addressOf}>
          {argument.chapters.map((chapter, index) => (
            <Chapter key={chapter.title} number={index + 1} chapter={chapter} given={given}>
              {chapter.leads.some(({ id: lead }) => lead === PICTURED) && question}
            </Chapter>
          ))}
        </PictureAddresses.Provider>
      </OpenDetails>
      <footer className="shell-footer">
        <p>
          {[missingSentence(argument.missing), picturesTold(imported)].filter(Boolean).join(' ')}{' '}
          {shownFrom === null
            ? 'Nothing of this leaves the page'
            : `Pictures are asked of ${shownFrom}, which so learns which images come into view; ` +
              'nothing else of this leaves the page'}
          : a link to it opens only where this import is kept.
        </p>
      </footer>
    </>
  );
}

/** How many images have a picture, and how these were made to fit. */
function picturesTold({ pictures, findings, extras }: OpenedImport): string | null {
  if (!pictures) return extras.template ? null : 'There are no pictures, so the gallery shows ids and votes.';
  const part =
    pictures.found < findings.images
      ? ` ${count(pictures.found)} of ${count(findings.images)} ${noun(findings.images, 'image')} ` +
        'have a picture; the others are black.'
      : '';
  return `Pictures: ${pictures.fitted}.${part}`;
}
