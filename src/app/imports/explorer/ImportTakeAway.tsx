import { bundleOrigin } from '../../../formats/bundle/bundleOrigin';
import { predictedLevels } from '../../../report/predictedLevels';
import type { Asking } from '../../panels/panel';
import { chapters } from '../../panels/panels';
import { leftOutOfReport, placed } from '../../panels/placed';
import { useAnswer } from '../../panels/useAnswer';
import { importLacks } from '../../panels/useImportHost';
import { membersOf } from '../../takeaway/provenance';
import { TakeAwayDialog } from '../../takeaway/TakeAwayDialog';
import { type ImportView, takenQuery } from '../address';
import type { OpenedImport } from '../protocol';

/** Where an import comes from, name and value. */
function provenanceOf(
  { name, files, created, dense, compressed, origin, answers }: OpenedImport,
  now: Date,
): [string, string][] {
  return [
    ['Data', name],
    ['Files', files.join(', ')],
    ...(origin
      ? bundleOrigin(origin)
      : [
          ['Answers', answers ?? `imported from files on ${created.slice(0, 10)}`] satisfies [string, string],
        ]),
    ['Dense networks', membersOf(dense.members)],
    ['Compressed networks', membersOf(compressed.members)],
    ['Date', now.toISOString().slice(0, 10)],
  ];
}

type ImportTakeAwayProps = {
  imported: OpenedImport;
  asking: Asking;
  view: ImportView;
  onLend: (port: MessagePort) => void;
  onClose: () => void;
};

/** What can be taken away of an import. */
export function ImportTakeAway({ imported, asking, view, onLend, onClose }: ImportTakeAwayProps) {
  const { answer: levels } = useAnswer(
    { asking, active: true, settled: true, stale: false },
    'populations',
    null,
  );
  const { host, lacks } = importLacks(imported);
  const { name, origin, findings, dense, compressed, nulls, truth, imageIds, classNames, pictures, extras } =
    imported;
  return (
    <TakeAwayDialog
      subject={{
        data: name,
        compressed: origin?.compressed ?? 'compressed',
        findings,
        predictions: { dense, compressed },
        nulls,
        truth,
        imageIds,
        classValues: classNames,
        classNames,
        pictures,
        variant: null,
        levels: levels && predictedLevels(levels.rows),
        carried: origin?.levels,
        margin: view.margin,
        extras,
        leftOut: leftOutOfReport(placed(chapters, host, lacks).chapters),
        provenance: provenanceOf(imported, new Date()),
        query: takenQuery(view, origin?.query ?? ''),
      }}
      stem={name.replaceAll(/[^\w.]+/g, '-').slice(0, 40)}
      lend={onLend}
      onClose={onClose}
    />
  );
}
