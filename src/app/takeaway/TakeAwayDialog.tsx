import { useEffect, useRef, useState } from 'react';
import { count } from '../../charts/format';
import { saveBlob } from '../../charts/saveBlob';
import { bibtex } from '../../report/citation';
import { TakeAway, type TakeGroup } from '../../views/export/TakeAway';
import { tableKey } from '../chapters/useTable';
import { sideName, tableEntries } from '../describe';
import type { Lab } from '../useLab';
import { provenanceOf } from './provenance';
import type { TakeRequest, Taking } from './takeOut';
import type { TakeAnswer } from './takeOut.worker';

const tables = (name: 'pies' | 'scores') => [
  { id: `${name}.csv`, label: 'CSV' },
  { id: `${name}.parquet`, label: 'Parquet' },
];

const groups: TakeGroup[] = [
  {
    title: 'Report',
    note: 'One HTML file with figures, tables, the PIEs that moved most, methods and provenance.',
    items: [{ id: 'report.html', label: 'HTML' }],
  },
  {
    title: 'PIEs',
    note: 'A row a PIE: labels, vote margins, taxicab distance, outcome, mean confidences.',
    items: tables('pies'),
  },
  { title: 'Every image', note: 'The same columns for all images.', items: tables('scores') },
  {
    title: 'Predictions',
    note: 'What every network says of every image, as lacuna audit reads it.',
    items: [
      { id: 'dense.parquet', label: 'Dense, Parquet' },
      { id: 'compressed.parquet', label: 'Compressed, Parquet' },
    ],
  },
  {
    title: 'Findings',
    note: 'What lacuna audit --json prints.',
    items: [{ id: 'findings.json', label: 'JSON' }],
  },
  {
    title: 'Bundle',
    note: 'Predictions, labels, findings, settings and the address in one zip, with SHA-256 checksums.',
    items: [
      { id: 'bundle.zip', label: 'Zip' },
      { id: 'bundle-with-images.zip', label: 'Zip with images' },
    ],
  },
];

/** Writes the files that are asked for, in a worker of its own. */
export function TakeAwayDialog({ lab, onClose }: { lab: Lab; onClose: () => void }) {
  const { state, makeTable } = lab;
  const { zoo, comparison, shard, table } = state;
  const [busy, setBusy] = useState<Taking | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const worker = useRef<Worker | null>(null);
  useEffect(() => () => worker.current?.terminate(), []);

  const experiment = comparison?.experiment ?? null;
  const levels =
    table && experiment && tableKey(table.experiment) === tableKey(experiment) ? table.levels : null;
  const missing = experiment && !levels ? experiment : null;
  useEffect(() => {
    if (missing) makeTable(missing);
  }, [missing, makeTable]);

  if (!zoo || !comparison || !shard || !experiment) return null;
  const take = (what: Taking) => {
    const request: TakeRequest = {
      what,
      comparison,
      shard,
      data: zoo.title,
      compressed: sideName(experiment),
      classNames: zoo.classes,
      levels: levels ? tableEntries(state, levels, experiment) : [],
      provenance: provenanceOf(state, location.href, new Date()),
      query: location.search.slice(1),
      zoo: new URL(`zoo/${experiment.data}/`, document.baseURI).href,
    };
    const name = `lacuna-${experiment.data}-${what}`;
    const end = (text: string) => {
      worker.current?.terminate();
      worker.current = null;
      setBusy(null);
      setMessage(text);
    };
    const writer = new Worker(new URL('./takeOut.worker.ts', import.meta.url), { type: 'module' });
    worker.current = writer;
    writer.onmessage = ({ data }: MessageEvent<TakeAnswer>) => {
      if ('problem' in data) return end(data.problem);
      saveBlob(data.blob, name);
      end(`${name}: ${count(data.blob.size)} bytes.`);
    };
    writer.onerror = ({ message: reason }) =>
      end(`${name} could not be written: ${reason || 'its worker could not be started'}.`);
    setBusy(what);
    writer.postMessage(request);
  };
  const { findings } = comparison;
  return (
    <TakeAway
      groups={groups}
      subject={`${zoo.title}, ${sideName(experiment)}: ${count(findings.pies.images.length)} PIEs of ${count(findings.images)} images.`}
      busy={busy}
      message={levels || message ? message : 'The table of levels for the report is still being made.'}
      onTake={(id) => take(id as Taking)}
      citation={bibtex()}
      onClose={onClose}
    />
  );
}
