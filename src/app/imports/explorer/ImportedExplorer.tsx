import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ImportOptions } from '../../../library/importOrigin';
import { count, noun } from '../../../text/format';
import { Accuracy } from '../../../views/accuracy/Accuracy';
import { Classes } from '../../../views/classes/Classes';
import { Exemplars } from '../../../views/exemplars/Exemplars';
import { PictureAddresses } from '../../../views/exemplars/ShardImage';
import { Headline } from '../../../views/headline/Headline';
import { Noise } from '../../../views/noise/Noise';
import { Predictors } from '../../../views/predictors/Predictors';
import { ChapterFrame } from '../../chapters/ChapterFrame';
import { Detail, OpenDetails } from '../../chapters/Detail';
import { CopyLink } from '../../Header';
import { judgeImportHref } from '../../judge/address';
import { later } from '../../loading/later';
import { PanelBoundary } from '../../PanelBoundary';
import { TakeAwayButton } from '../../takeaway/TakeAwayButton';
import { type ImportView, importAddress } from '../address';
import type { Additions, OpenedImport } from '../protocol';
import { filesPhrase } from '../source';
import type { ImportsState } from '../useImports';
import { AdditionsPanel } from './AdditionsPanel';
import { BundleOrigin } from './BundleOrigin';
import { ImportOptionsRow } from './ImportOptionsRow';
import type { ImportPanelProps } from './importPanels';
import { usePictureAddresses } from './PictureHost';
import { shardFor } from './shardFor';

const Indices = later(() => import('../../../views/indices/Indices').then((file) => file.Indices));
const CalibrationPanel = later(() =>
  import('../../../views/calibration/CalibrationPanel').then((file) => file.CalibrationPanel),
);

const ToldLevels = later(() => import('./ToldLevels').then((file) => file.ToldLevels));
const ImportedLevels = later(() => import('./ImportedLevels').then((file) => file.ImportedLevels));
const ImportedGroups = later(() => import('./ImportedGroups').then((file) => file.ImportedGroups));
const ImportedTail = later(() => import('./ImportedTail').then((file) => file.ImportedTail));

const ImportedStanding = later(() => import('./ImportedStanding').then((file) => file.ImportedStanding));
const ImportedOverlap = later(() => import('./ImportedOverlap').then((file) => file.ImportedOverlap));
const ImportTakeAway = later(() => import('./ImportTakeAway').then((file) => file.ImportTakeAway));

const OPTIONS = ['ties', 'alpha', 'seed'] as const;
const COMPLETE = { kind: 'complete' } as const;
const AVERAGE = 'What the average says';
const COMPRESSED = { title: 'Compressed', phrase: 'compressed' };

type Props = ImportPanelProps & {
  draws: ImportsState['draws'];
  onDraw: () => void;
  busy: boolean;
  onAdd: (additions: Additions) => void;
  onAudit: (options: Partial<ImportOptions>) => void;
  view: ImportView;
};

/** The panels that predictions alone allow, of an import. What is open in them stays in the address. */
export function ImportedExplorer(props: Props) {
  const { imported, draws, onDraw, answers, onAsk, busy, onAdd, onAudit, view: first } = props;
  const { id, findings, dense, compressed, truth, classNames, name, files, extras, origin } = imported;
  const asking = { imported, answers, onAsk };
  const [view, setView] = useState(first);
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
  const shard = useMemo(() => shardFor(imported), [imported]);
  const { addressOf, question, shownFrom } = usePictureAddresses(imported);
  const predictions = useMemo(() => ({ dense, compressed }), [dense, compressed]);
  const own = draws?.id === id ? draws : null;
  const missing = own === null;
  useEffect(() => {
    if (missing) onDraw();
  }, [missing, onDraw]);
  const { paired } = findings;
  const untested = answers.retraining === undefined && !paired;
  useEffect(() => {
    if (untested) onAsk({ kind: 'retraining', id });
  }, [untested, id, onAsk]);
  const scored = dense.pPrediction !== undefined && compressed.pPrediction !== undefined;
  return (
    <>
      <h1 className="visually-hidden">{name}</h1>
      <p className="imports-origin">
        <a href="#/yours">Your predictions</a> · {name}, from {filesPhrase(files)}
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
          retraining={answers.retraining?.retraining ?? null}
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
            {(close) => <ImportTakeAway {...asking} view={view} onClose={close} />}
          </TakeAwayButton>
        </ImportOptionsRow>
      </PanelBoundary>
      <OpenDetails value={{ open: view.details, toggle }}>
        <ChapterFrame number={1} title={AVERAGE}>
          <ImportedLevels {...asking} title={AVERAGE} />
          {origin?.levels && (
            <Detail
              id="bundle-levels"
              title="Every level, as the bundle says"
              asks="populations that the bundle tells of and does not hold"
            >
              <ToldLevels levels={origin.levels} />
            </Detail>
          )}
        </ChapterFrame>
        <ChapterFrame number={2} title="Who pays">
          <Classes
            findings={findings}
            classes={classNames}
            truth={truth}
            open={view.row}
            onOpen={(row) => change({ row })}
            sort={view.order}
            onSort={(order) => change({ order })}
          />
          <Detail
            id="standing"
            title="Do weak classes lose more?"
            asks="how many classes lose and gain, and whether compression deepens what was already weak"
          >
            <ImportedStanding {...asking} row={view.row} />
          </Detail>
          <Detail
            id="groups"
            title="Groups of images"
            asks="errors by class, by attributes and by what pixels say, and where PIEs gather"
          >
            <ImportedGroups
              {...asking}
              shard={shard}
              state={view.groups}
              onState={(groups) => change({ groups })}
            />
          </Detail>
          {extras.training && (
            <Detail
              id="long-tail"
              title="The long tail"
              asks="whether PIEs fall on the classes with few training images"
            >
              <ImportedTail {...asking} />
            </Detail>
          )}
        </ChapterFrame>
        <ChapterFrame number={3} title="Is it real?">
          <Noise
            stability={own?.stability ?? null}
            findings={findings}
            name={COMPRESSED.title}
            progress={own && own.stability === null ? own.done : null}
          />
          <Detail
            id="overlap"
            title="The same images?"
            asks="whether retraining changes the images that are PIEs, and whether their votes moved most"
          >
            <ImportedOverlap {...asking} />
          </Detail>
          <Detail
            id="indices"
            title="In single numbers"
            asks="how many answers differ between two networks, and whether the classes changed alike"
          >
            <Indices
              findings={findings}
              dense={dense}
              compressed={compressed}
              truth={truth}
              classes={classNames}
            />
          </Detail>
        </ChapterFrame>
        <ChapterFrame number={4} title="What is forgotten">
          {question}
          <PictureAddresses.Provider value={addressOf}>
            <Exemplars
              shard={shard}
              findings={findings}
              predictions={predictions}
              compressed={COMPRESSED}
              levels={[]}
              phase={COMPLETE}
              state={view.gallery}
              onChange={(gallery) => change({ gallery })}
              copyLink={<CopyLink className="inspector-action" local />}
            />
          </PictureAddresses.Provider>
        </ChapterFrame>
        <ChapterFrame number={5} title="Why these images">
          <Accuracy findings={findings} />
          <Detail
            id="predictors"
            title="What foretells a PIE?"
            asks="how well the dense networks’ own doubt points to the images that change"
          >
            <Predictors findings={findings} dense={dense} />
          </Detail>
          {scored && (
            <Detail
              id="calibration"
              title="Can their confidence be trusted?"
              asks="how often answers are right, by the probability the networks give them"
            >
              <CalibrationPanel findings={findings} dense={dense} compressed={compressed} truth={truth} />
            </Detail>
          )}
        </ChapterFrame>
      </OpenDetails>
      <footer className="shell-footer">
        <p>
          {lacking(imported, scored)}{' '}
          {shownFrom === null
            ? 'Nothing of this leaves the page'
            : `Pictures are asked of ${shownFrom}, which so learns which images come into view; nothing else of this leaves the page`}
          : a link to it opens only where this import is kept.
        </p>
      </footer>
    </>
  );
}

/** What predictions do not tell, and so is not on the page. */
function lacking({ pictures, findings, extras }: OpenedImport, scored: boolean): string {
  const without = [
    ...(scored ? [] : ['probabilities, so no calibration']),
    ...(pictures || extras.template ? [] : ['pictures, so the gallery shows ids and votes']),
    ...(extras.training ? [] : ['training images of each class, so no long tail']),
  ];
  const part =
    pictures && pictures.found < findings.images
      ? ` ${count(pictures.found)} of ${count(findings.images)} ${noun(findings.images, 'image')} have a picture; the others are black.`
      : '';
  const fitted = pictures ? ` Pictures: ${pictures.fitted}.` : '';
  const absent = without.length > 0 ? ` Also without ${without.join('; without ')}.` : '';
  return `Predictions come without weights, other levels and corrupted images, so those panels are not here.${absent}${fitted}${part}`;
}
