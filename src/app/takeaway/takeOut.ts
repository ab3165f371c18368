import type { Predictions } from '../../audit/predictions';
import { runOut } from '../../audit/runOut';
import { selectImages } from '../../audit/votes/matrix';
import {
  type BundlePictures,
  namedFindings,
  packSession,
  type ShownLevels,
} from '../../formats/bundle/bundleSession';
import { writeParquet } from '../../formats/parquet/parquet';
import type { AlignedPredictions } from '../../formats/predictions/predictions';
import { predictionsToParquet } from '../../formats/writing/writePredictions';
import { scoreColumns, scoresToCsv } from '../../formats/writing/writeScores';
import { extrasBytes, type ImportExtras } from '../../library/importExtras';
import type { Experiment } from '../../model/experiment';
import type { Variant } from '../../model/variant';
import type { ReportInput } from '../../report/reportHtml';
import { openKnown } from '../lab/openData';
import { shippedPredictions } from '../lab/shipped';
import { answersOf } from './answersOf';
import type { TakeTables } from './lentTables';
import { networksZip } from './networksZip';

/** What can be had of a comparison. */
export type Taking =
  | 'pies.csv'
  | 'pies.parquet'
  | 'scores.csv'
  | 'scores.parquet'
  | 'dense.parquet'
  | 'compressed.parquet'
  | 'findings.json'
  | 'report.html'
  | 'networks.zip'
  | 'bundle.zip'
  | 'bundle-with-images.zip';

/** The retrained population of a zoo: the folder of all zoos, and the experiment it is the noise floor of. */
type ZooNulls = { zoos: string; experiment: Experiment };

/** A comparison, of a zoo's networks or imported, and what a file says of it beside its numbers. */
export type TakeSubject = TakeTables & {
  /** What the data are called, and the compressed population. */
  data: string;
  compressed: string;
  /** A null population, which only a bundle needs. */
  nulls: Predictions | ZooNulls | null;
  /** What classes are called in predictions, and where they are shown. */
  classValues: (number | string)[];
  classNames: string[];
  pictures: BundlePictures | null;
  /** What was done to the compressed population; null where it is not known. */
  variant: Variant | null;
  /** Whether the networks are the reader's own. */
  own?: boolean;
  /**
   * The dataset whose networks can be taken, and the folder of all zoos; null where only their predictions
   * are here.
   */
  networks?: { zoos: string; data: string } | null;
  /**
   * The populations of a report's table of levels; null while they are not known, and then there is no
   * report.
   */
  levels: ReportInput['levels'] | null;
  /** The table of levels that came with a bundle, which a bundle of it carries on. */
  carried?: ShownLevels | null;
  /** Share of what retraining gives within which a report says “no more”. */
  margin: number;
  /** What was added to the images and classes. */
  extras: ImportExtras;
  /** What the page shows beyond a report, in one sentence. */
  leftOut?: string;
  provenance: [string, string][];
  /** The query of the address, without any `?` or `#`. */
  query: string;
};

export type TakeRequest = { what: Taking; subject: TakeSubject; created: string };

/** PIEs shown in a report. */
const EXEMPLARS = 60;

/** The file asked for. Throws one sentence where it cannot be made. */
export async function takeOut({ what, subject, created }: TakeRequest): Promise<Blob> {
  const blob = (type: string, ...pieces: BlobPart[]) => new Blob(pieces, { type });
  switch (what) {
    case 'pies.csv':
    case 'scores.csv':
      return blob('text/csv', scoresToCsv(scores(subject, what)));
    case 'pies.parquet':
    case 'scores.parquet':
      return blob(
        'application/vnd.apache.parquet',
        await writeParquet(scores(subject, what), answersOf(subject)),
      );
    case 'dense.parquet':
    case 'compressed.parquet': {
      const side = what === 'dense.parquet' ? 'dense' : 'compressed';
      const { predictions, truth } = subject;
      const called = { ...subject, answers: answersOf(subject) };
      const bytes = await predictionsToParquet(predictions[side], truth, called);
      return blob('application/vnd.apache.parquet', bytes);
    }
    case 'findings.json': {
      const found = {
        answers: answersOf(subject),
        ...namedFindings(subject.findings, await alignedOf(subject)),
      };
      return blob('application/json', `${JSON.stringify(found, null, 2)}\n`);
    }
    case 'report.html':
      return blob('text/html', await report(subject));
    case 'networks.zip':
      return blob('application/zip', ...(await networks(subject)));
    case 'bundle.zip':
    case 'bundle-with-images.zip':
      return blob('application/zip', ...(await bundle(subject, created, what === 'bundle-with-images.zip')));
  }
}

/** Who gave the answers, on what. */
async function alignedOf(subject: TakeSubject): Promise<AlignedPredictions> {
  const { dense, compressed } = subject.predictions;
  const nulls = await nullsOf(subject);
  return { ...subject, predictions: nulls ? [dense, compressed, nulls] : [dense, compressed] };
}

async function networks({ networks: from }: TakeSubject): Promise<Uint8Array<ArrayBuffer>[]> {
  if (!from) throw new Error('Expected networks of your own, got predictions alone.');
  return networksZip(await openKnown(from.zoos, from.data));
}

function scores({ findings, truth, predictions, ...naming }: TakeSubject, what: Taking) {
  return scoreColumns(findings, truth, predictions, naming, what.startsWith('pies') ? 'pies' : 'all');
}

async function report(subject: TakeSubject): Promise<string> {
  const { findings, truth, pictures, levels, predictions, margin } = subject;
  if (!levels)
    throw new Error('Expected the table of levels for the report, got none yet; wait until it is made.');
  const [{ topExemplars }, { reportHtml }, { shufflesFor, testRetraining }] = await Promise.all([
    import('../../report/exemplars'),
    import('../../report/reportHtml'),
    import('../../audit/retraining/retraining'),
  ]);
  const exemplars = await topExemplars(findings, truth, subject, pictures, EXEMPLARS);
  const { options, paired, votes, images } = findings;
  const test = { ...options, shuffles: shufflesFor(images), paired, margin, votes };
  const { dense, compressed } = predictions;
  const retraining = runOut(testRetraining(dense, compressed, await nullsOf(subject), test));
  return reportHtml({ ...subject, levels, exemplars, retraining });
}

async function bundle(
  subject: TakeSubject,
  created: string,
  withImages: boolean,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const {
    data,
    compressed,
    query,
    provenance,
    findings,
    predictions,
    pictures,
    levels,
    carried = null,
  } = subject;
  const { levelCells } = await import('../../views/levels/LevelsTable');
  // Addresses of pictures stay here: who opens a bundle is asked nothing in its name.
  const extras = { ...subject.extras, template: null };
  const text = provenance.map(([name, value]) => `${name}: ${value}`).join('\n');
  return packSession(
    { title: data, compressed, query, provenance: text, created },
    { ...subject, ...predictions, nulls: await nullsOf(subject), pictures: withImages ? pictures : null },
    findings,
    {
      levels: carried ?? (levels && levelCells(levels)),
      extras: extras.attributes || extras.training ? extrasBytes(extras) : null,
    },
  );
}

async function nullsOf({ nulls, findings }: TakeSubject): Promise<Predictions | null> {
  if (nulls === null || !('zoos' in nulls)) return nulls;
  const zoo = await openKnown(nulls.zoos, nulls.experiment.data);
  const all = await shippedPredictions(zoo, 'null', nulls.experiment, false);
  return selectImages(all, findings.images);
}
