import { useEffect, useRef, useState } from 'react';
import { saveBlob } from '../../charts/saveBlob';
import { answersLost } from '../../formats/predictions/reading';
import { bibtex } from '../../report/citation';
import { count, counted } from '../../text/format';
import { TakeAway, type TakeGroup } from '../../views/export/TakeAway';
import { answersOf } from './answersOf';
import type { TakeRequest, TakeSubject, Taking } from './takeOut';
import type { LentRequest, TakeAnswer } from './takeOut.worker';

const tables = (name: 'pies' | 'scores') => [
  { id: `${name}.csv`, label: 'CSV' },
  { id: `${name}.parquet`, label: 'Parquet' },
];

const NETWORKS = 'networks.zip';
const REPORT = 'report.html';
const WITH_IMAGES = 'bundle-with-images.zip';

const groups: TakeGroup[] = [
  {
    title: 'Report',
    note: 'One HTML file with figures, tables, the PIEs that moved most, methods and provenance.',
    items: [{ id: REPORT, label: 'HTML' }],
  },
  {
    title: 'PIEs',
    note:
      'A row for each image whose label changes: labels, vote margins, taxicab distance, outcome, mean ' +
      'confidences.',
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
    title: 'Networks',
    note:
      'Every population here: what it is and how it was trained (JSON) and its weights ' +
      '(safetensors), as lacuna run and PyTorch read them.',
    items: [{ id: NETWORKS, label: 'Zip' }],
  },
  {
    title: 'Bundle',
    note:
      'One zip with predictions, labels, findings, settings and the address, and their SHA-256 checksums. ' +
      'Attributes and training counts that were added go along, and the table of levels once it is made. ' +
      'Weights, corrupted images and addresses of pictures do not. It opens on the page Yours, anywhere.',
    items: [
      { id: 'bundle.zip', label: 'Zip' },
      { id: WITH_IMAGES, label: 'Zip with images' },
    ],
  },
];

type Props = {
  subject: TakeSubject;
  /** What files are called, after `lacuna-`. */
  stem: string;
  /**
   * Has the tables sent through a port by the worker that has them; left out where the page sends its own.
   * A copy of many million answers would hold the page up.
   */
  lend?: (port: MessagePort) => void;
  onClose: () => void;
};

/** What was written; of CSV also what it could not take along. */
export function writtenText(name: string, size: number, answers: string | undefined): string {
  const written = `${name}: ${count(size)} bytes.`;
  return name.endsWith('.csv') && answers ? `${written} ${answersLost(name, answers)}` : written;
}

/** Writes the files that are asked for, in a worker of its own. */
export function TakeAwayDialog({ subject, stem, lend, onClose }: Props) {
  const [busy, setBusy] = useState<Taking | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const worker = useRef<Worker | null>(null);
  useEffect(() => () => worker.current?.terminate(), []);

  const take = (what: Taking) => {
    const created = new Date().toISOString();
    const name = `lacuna-${stem}-${what}`;
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
      end(writtenText(name, data.blob.size, answersOf(subject)));
    };
    writer.onerror = ({ message: reason }) =>
      end(`${name} could not be written: ${reason || 'its worker could not be started'}.`);
    setBusy(what);
    if (!lend) {
      writer.postMessage({ what, subject, created } satisfies TakeRequest);
      return;
    }
    const { findings: _, predictions, nulls, truth, imageIds, ...told } = subject;
    const { port1, port2 } = new MessageChannel();
    lend(port1);
    writer.postMessage({ what, subject: told, created, tables: port2 } satisfies LentRequest, [port2]);
  };
  const { data, compressed, findings, pictures, levels } = subject;
  const waiting = levels ? null : 'The table of levels for the report is still being made.';
  const isHere = (id: string) => (id === NETWORKS ? subject.networks : id === WITH_IMAGES ? pictures : true);
  const offered = groups
    .map(({ items, ...group }) => ({ ...group, items: items.filter(({ id }) => isHere(id)) }))
    .filter(({ items }) => items.length > 0);
  return (
    <TakeAway
      groups={offered}
      subject={
        `${data}, ${compressed}: ${counted(findings.pies.images.length, 'PIE')} of ` +
        `${counted(findings.images, 'image')}.`
      }
      busy={busy}
      missing={levels ? [] : [REPORT]}
      message={[message, waiting].filter(Boolean).join(' ')}
      onTake={(id) => take(id as Taking)}
      citation={bibtex()}
      onClose={onClose}
    />
  );
}
