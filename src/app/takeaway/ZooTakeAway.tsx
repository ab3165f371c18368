import { useEffect } from 'react';
import { MARGIN, readMargin } from '../../audit/retraining/verdict';
import { NO_EXTRAS } from '../../library/importExtras';
import { variantOf } from '../../model/experiment';
import { firstImages } from '../../model/shard';

import { tableEntries } from '../levels/tableEntries';
import { sideName } from '../names';
import { chapters } from '../panels/panels';
import { leftOutOfReport, placed } from '../panels/placed';
import { tableKey } from '../panels/useTrained';
import { zooLacks } from '../panels/useZooHost';
import type { Lab } from '../useLab';
import { provenanceOf } from './provenance';
import { TakeAwayDialog } from './TakeAwayDialog';

const positions = (count: number) => Array.from({ length: count }, (_, position) => position);

/** What can be taken away of the explorer's comparison. */
export function ZooTakeAway({ lab, onClose }: { lab: Lab; onClose: () => void }) {
  const { state, ask } = lab;
  const { zoo, comparison, shard, answers } = state;
  const { table } = answers;
  const experiment = comparison?.experiment ?? null;
  const levels =
    table && experiment && tableKey(table.experiment) === tableKey(experiment)
      ? (table.answer?.levels ?? null)
      : null;
  const missing = experiment && !levels ? experiment : null;
  useEffect(() => {
    if (missing) ask(missing, { question: 'table', asked: null });
  }, [missing, ask]);

  if (!zoo || !comparison || !shard || !experiment) return null;
  const { findings, dense, compressed, images } = comparison;
  const { labels, ...shown } = firstImages(shard, images);
  const { host, lacks } = zooLacks({ zoo, offer: zoo.offer });
  const query = new URLSearchParams(location.search);
  query.set('data', experiment.data);
  const zoos = new URL('zoo/', document.baseURI).href;
  return (
    <TakeAwayDialog
      subject={{
        data: zoo.title,
        compressed: sideName(experiment),
        findings,
        predictions: { dense, compressed },
        nulls: findings.noiseFloor.kind === 'null' ? { zoos, experiment } : null,
        truth: labels,
        imageIds: shown.ids?.slice(0, images) ?? positions(images),
        classValues: positions(dense.classes),
        classNames: zoo.classes,
        pictures: shown.images.length > 0 ? shown : null,
        variant: variantOf(experiment),
        own: zoo.origin.kind === 'own',
        networks: zoo.origin.kind === 'own' ? { zoos, data: experiment.data } : null,
        levels: levels && tableEntries(state, levels, experiment),
        margin: readMargin(query.get('margin')) ?? MARGIN,
        extras: {
          ...NO_EXTRAS,
          attributes: shown.attributes ? { file: zoo.title, columns: shown.attributes } : null,
        },
        leftOut: leftOutOfReport(placed(chapters, host, lacks).chapters),
        provenance: provenanceOf(state, location.href, new Date()),
        query: query.toString(),
      }}
      stem={experiment.data}
      onClose={onClose}
    />
  );
}
