import { writeBundle } from '../../formats/bundle';
import { auditJson } from '../../formats/findings/auditJson';
import { writeNpz } from '../../formats/npz';
import { writeParquet } from '../../formats/parquet';
import type { AlignedPredictions } from '../../formats/predictions';
import { predictionsToParquet } from '../../formats/writePredictions';
import { scoreColumns, scoresToCsv } from '../../formats/writeScores';
import { openZoo } from '../../library/zoo';
import { variantOf } from '../../model/experiment';
import { firstImages, type Shard } from '../../model/shard';
import type { ReportInput } from '../../report/reportHtml';
import type { Comparison } from '../lab/protocol';
import { shippedPredictions } from '../lab/shipped';

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
  | 'bundle.zip'
  | 'bundle-with-images.zip';

/** A comparison and what a file says of it beside its numbers. */
export type TakeRequest = {
  what: Taking;
  comparison: Comparison;
  shard: Shard;
  data: string;
  compressed: string;
  classNames: string[];
  levels: ReportInput['levels'];
  provenance: [string, string][];
  /** The query of the address. */
  query: string;
  /** The folder of the zoo, from which a bundle takes the retrained population. */
  zoo: string;
};

/** PIEs shown in a report. */
const EXEMPLARS = 60;

/** The file asked for. Throws one sentence where it cannot be made. */
export async function takeOut(request: TakeRequest): Promise<Blob> {
  const { what } = request;
  const blob = (type: string, ...pieces: BlobPart[]) => new Blob(pieces, { type });
  switch (what) {
    case 'pies.csv':
    case 'scores.csv':
      return blob('text/csv', scoresToCsv(scores(request)));
    case 'pies.parquet':
    case 'scores.parquet':
      return blob('application/vnd.apache.parquet', await writeParquet(scores(request)));
    case 'dense.parquet':
    case 'compressed.parquet': {
      const side = what === 'dense.parquet' ? 'dense' : 'compressed';
      const { truth } = aligned(request);
      return blob(
        'application/vnd.apache.parquet',
        await predictionsToParquet(request.comparison[side], truth),
      );
    }
    case 'findings.json':
      return blob('application/json', findingsText(request));
    case 'report.html':
      return blob('text/html', await report(request));
    case 'bundle.zip':
    case 'bundle-with-images.zip':
      return blob('application/zip', ...(await bundle(request, what === 'bundle-with-images.zip')));
  }
}

function aligned({ comparison, shard, classNames }: TakeRequest): AlignedPredictions {
  const { dense, compressed, images } = comparison;
  const positions = (count: number) => Array.from({ length: count }, (_, position) => position);
  return {
    predictions: [dense, compressed],
    truth: firstImages(shard, images).labels,
    imageIds: positions(images),
    classValues: positions(dense.classes),
    classNames,
  };
}

function scores(request: TakeRequest) {
  const { findings, dense, compressed } = request.comparison;
  const { truth, ...naming } = aligned(request);
  const only = request.what.startsWith('pies') ? 'pies' : 'all';
  return scoreColumns(findings, truth, { dense, compressed }, naming, only);
}

/** As `lacuna audit --json --classes` prints them. */
function findingsText(request: TakeRequest): string {
  const shown = { named: true, taxicab: false, groups: null, stability: null, longTail: null };
  return `${JSON.stringify(auditJson(request.comparison.findings, aligned(request), shown), null, 2)}\n`;
}

async function report(request: TakeRequest): Promise<string> {
  const { comparison, shard, data, compressed, classNames, levels, provenance } = request;
  const { findings, experiment } = comparison;
  const { truth, ...naming } = aligned(request);
  const [{ topExemplars }, { reportHtml }] = await Promise.all([
    import('../../report/exemplars'),
    import('../../report/reportHtml'),
  ]);
  const exemplars = await topExemplars(findings, truth, naming, shard, EXEMPLARS);
  const variant = variantOf(experiment);
  return reportHtml({ data, compressed, findings, variant, classNames, levels, exemplars, provenance });
}

async function bundle(request: TakeRequest, withImages: boolean): Promise<Uint8Array<ArrayBuffer>[]> {
  const { comparison, data, compressed, classNames, query, provenance, zoo } = request;
  const { findings, dense, experiment, images } = comparison;
  const { truth } = aligned(request);
  const { ties, alpha, seed } = findings.options;
  const nulls =
    findings.noiseFloor.kind === 'null'
      ? await shippedPredictions(await openZoo(zoo), 'null', experiment, false)
      : null;
  const labels = Array.from(truth, (label, image) => `${image},${label}\n`).join('');
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const { images: pixels, height, width, channels } = firstImages(request.shard, images);
  return writeBundle(
    {
      title: data,
      compressed,
      query,
      classes: classNames,
      settings: { ties, alpha, seed, paired: findings.paired },
      provenance: provenance.map(([name, value]) => `${name}: ${value}`).join('\n'),
      summary: { images: findings.images, networks: findings.members, pies: findings.pies.images.length },
    },
    {
      'dense.parquet': await predictionsToParquet(dense, truth),
      'compressed.parquet': await predictionsToParquet(comparison.compressed, truth),
      ...(nulls && { 'null.parquet': await predictionsToParquet(nulls, truth) }),
      'labels.csv': utf8(`image_id,label\n${labels}`),
      'findings.json': utf8(findingsText(request)),
      ...(withImages && {
        'images.npz': writeNpz({
          images: { shape: [images, height, width, channels], values: pixels },
          labels: { shape: [images], values: truth },
          classes: { shape: [classNames.length], values: classNames },
        }),
      }),
    },
  );
}
