import { basename } from 'node:path';
import { audit } from '../audit/audit';
import type { AuditOptions } from '../audit/findings';
import { denseRow, levelRow } from '../audit/levels/levelsTable';
import { populationRows } from '../audit/levels/populationRows';
import { type RetrainingOptions, SHUFFLES, testRetraining } from '../audit/retraining/retraining';
import { MARGIN } from '../audit/retraining/verdict';
import { runOut } from '../audit/runOut';
import { selectImages } from '../audit/votes/matrix';
import { bundleOrigin } from '../formats/bundle/bundleOrigin';
import { answersIn } from '../formats/predictions/reading';
import { hasImages, labelledImages } from '../library/labelledImages';
import { licenceText, type Manifest } from '../library/manifest';
import { shippedAnswers } from '../library/withheld';
import type { Zoo } from '../library/zoo';
import { firstImages } from '../model/shard';
import { topExemplars } from '../report/exemplars';
import { predictedLevels } from '../report/predictedLevels';
import { type ReportInput, reportHtml } from '../report/reportHtml';
import { counted, level } from '../text/format';
import { auditOptions } from './auditOptions';
import { auditBundle, bundleBefore } from './bundleFile';
import { writeBytes } from './files';
import {
  choice,
  each,
  type FlagKinds,
  type Flags,
  integer,
  number,
  parseFlags,
  required,
  UsageError,
} from './flags';
import { namedZoo } from './namedZoo';
import { pairing } from './pairing';
import { calledAs, POPULATION_FLAGS, populationFiles, readPopulations } from './predictionFiles';
import { reportLines } from './readReport';
import type { Context, Note } from './telling';
import { trainedVariant } from './variantFlags';
import { imagesAsked, withOwnImages } from './zooImages';

const FILES: FlagKinds = {
  ...POPULATION_FLAGS,
  paired: 'switch',
};
const ZOO: FlagKinds = {
  ...each('value', 'zoo variant sparsity width members images images-count'),
};
const BOTH: FlagKinds = each('value', 'out ties alpha seed margin exemplars');

/** Images shown unless told otherwise. */
const EXEMPLARS = 60;
const MOST_EXEMPLARS = 2000;

/** `lacuna report`: the audit of a zoo's populations, a bundle, or two files, as one HTML file. */
export async function reportCommand(args: string[], { root, note }: Context): Promise<void> {
  const { path, options: rest } = bundleBefore(args);
  const flags = parseFlags(rest, { ...FILES, ...ZOO, ...BOTH });
  const out = required(flags, 'out');
  const isZoo = flags.has('zoo');
  const useless = Object.keys(isZoo ? FILES : ZOO).filter((name) => flags.has(name));
  if (path === null && useless.length > 0) {
    throw new UsageError(
      'Expected --zoo or --dense and --compressed, got ' +
        `${useless.map((name) => `--${name}`).join(', ')} with ${isZoo ? '--zoo' : 'files'}.`,
    );
  }
  if (flags.has('margin') && flags.has('paired')) {
    throw new UsageError(
      'Expected --margin without --paired, got both; the margin is for a test of networks trained anew, ' +
        'and paired networks are not.',
    );
  }
  const options = auditOptions(flags);
  const most = integer(flags, 'exemplars', 0, MOST_EXEMPLARS) ?? EXEMPLARS;
  const input =
    path !== null
      ? await ofBundle(path, flags, most, note)
      : isZoo
        ? await ofZoo(await namedZoo(required(flags, 'zoo'), root), flags, options, most, note)
        : await ofFiles(flags, options, most, note);
  const written: ReportInput['provenance'] = [
    ['Command', `lacuna report ${args.join(' ')}`],
    ['Date', new Date().toISOString().slice(0, 10)],
  ];
  await writeBytes(out, [reportHtml({ ...input, provenance: [...input.provenance, ...written] })]);
  note(
    `${out}: ${counted(input.findings.pies.images.length, 'PIE')} of ` +
      `${counted(input.findings.images, 'image')}, ` +
      `${input.exemplars.length} of them shown.`,
  );
}

/** What the test of retraining is told. */
function testOptions(flags: Flags, { ties, seed }: AuditOptions, paired: boolean): RetrainingOptions {
  return { ties, seed, shuffles: SHUFFLES, paired, margin: number(flags, 'margin', 0, 1) ?? MARGIN };
}

async function ofZoo(
  named: Zoo<Manifest>,
  flags: Flags,
  options: AuditOptions,
  most: number,
  note: Note,
): Promise<ReportInput> {
  const zoo = await withOwnImages(named, flags, note);
  const { dataset } = named.manifest;
  const kind = choice(flags, 'variant', ['null', 'sparse', 'narrow'] as const, 'sparse');
  const id = kind === 'null' ? kind : trainedVariant(named.manifest, flags, kind);
  const count = imagesAsked(zoo, flags) ?? dataset.test.count;
  const members = integer(flags, 'members', 1, 100_000) ?? zoo.memberCount(id);
  const shard = firstImages(await labelledImages(zoo), count);
  const answers = async (variant: string) => {
    const networks = Math.min(members, zoo.memberCount(variant));
    return selectImages(await zoo.predictions(variant, networks, { scores: true }), count);
  };
  const trained = named.manifest.variants.filter((variant) => zoo.memberCount(variant.id) > 0);
  const dense = await answers('dense');
  const nulls = trained.some((variant) => variant.id === 'null') ? await answers('null') : null;
  const against = async (variant: string) => {
    const compressed = await answers(variant);
    const floor = variant === 'null' ? null : nulls;
    return { compressed, findings: audit(dense, compressed, shard.labels, options, floor) };
  };
  const { findings, compressed: chosen } = await against(id);
  const floor = kind === 'null' ? null : nulls;
  const test = testOptions(flags, options, findings.paired);
  const cost = { weightsLeft: null, bytes: null, multiplyAdds: null, secondsPerImage: null };
  const levels: ReportInput['levels'] = [
    { id: 'dense', kind: 'dense', name: 'Dense', removed: 0, row: denseRow(findings, dense), cost },
  ];
  for (const variant of trained) {
    if (variant.kind !== 'null' && variant.kind !== 'sparse') continue;
    const level = await against(variant.id);
    levels.push({
      id: variant.id,
      kind: variant.kind,
      name: variant.kind === 'null' ? 'Dense, retrained' : removedInTraining(variant.targetSparsity),
      removed: variant.targetSparsity,
      row: levelRow(level.findings, level.compressed),
      cost,
    });
  }
  const { targetSparsity, width = 1, parts } = trained.find((variant) => variant.id === id)!;
  const seeds = parts.flatMap((part) => part.members.map(({ seed }) => seed)).slice(0, members);
  return {
    data: dataset.title,
    compressed:
      kind === 'null'
        ? 'dense, retrained'
        : kind === 'sparse'
          ? removedInTraining(targetSparsity)
          : `${level(width)} of the channels`,
    findings,
    retraining: runOut(testRetraining(dense, chosen, floor, test)),
    variant:
      kind === 'null' ? { kind } : kind === 'sparse' ? { kind, level: targetSparsity } : { kind, width },
    classNames: dataset.classes,
    levels,
    exemplars: await topExemplars(
      findings,
      shard.labels,
      { imageIds: Array.from({ length: count }, (_, image) => image), classNames: dataset.classes },
      hasImages(zoo) ? shard : null,
      most,
    ),
    provenance: [
      [
        'Data',
        `${dataset.title}: ${dataset.citation}, ${dataset.licence?.name ?? licenceText(null)}, ` +
          `${dataset.source}`,
      ],
      ['Answers', shippedAnswers(zoo.withheld)],
      ['Training seeds', `${seeds[0]} to ${seeds.at(-1)}`],
    ],
  };
}

function removedInTraining(sparsity: number): string {
  return `${level(sparsity)} removed in training`;
}

async function ofBundle(path: string, flags: Flags, most: number, note: Note): Promise<ReportInput> {
  const files = Object.keys({ ...FILES, ...ZOO });
  const { head, session, findings } = await auditBundle(path, flags, files, note);
  const { truth, pictures, classNames } = session;
  const test = testOptions(flags, findings.options, findings.paired);
  return {
    data: head.title,
    compressed: head.compressed,
    findings,
    retraining: runOut(testRetraining(session.dense, session.compressed, session.nulls, test)),
    variant: null,
    classNames,
    levels: predictedLevels(populationRows(findings, session, truth).rows),
    exemplars: await topExemplars(findings, truth, session, pictures, most),
    provenance: bundleOrigin(head),
  };
}

async function ofFiles(flags: Flags, options: AuditOptions, most: number, note: Note): Promise<ReportInput> {
  const files = populationFiles(flags);
  const aligned = await readPopulations(files, flags, () => undefined);
  if (!flags.has('quiet')) for (const line of reportLines(aligned.report, aligned)) note(line);
  const { predictions, truth, imageIds, classNames } = aligned;
  const paths = files.map(calledAs);
  const answers = answersIn(aligned.report.files.map(({ reading }) => reading.answers));
  const [dense, compressed, nulls] = predictions;
  const paired = pairing(flags, dense, compressed, note);
  const findings = audit(dense, compressed, truth, { ...options, paired }, nulls ?? null);
  const test = testOptions(flags, options, paired);
  return {
    data: basename(paths[0]),
    compressed: basename(paths[1]),
    findings,
    retraining: runOut(testRetraining(dense, compressed, nulls ?? null, test)),
    variant: null,
    classNames,
    levels: predictedLevels(
      populationRows(findings, { dense, compressed, nulls: nulls ?? null }, truth).rows,
    ),
    exemplars: await topExemplars(findings, truth, { imageIds, classNames }, null, most),
    provenance: [
      ['Dense', paths[0]],
      ['Compressed', paths[1]],
      ...paths.slice(2).map((path): [string, string] => ['Dense, retrained', path]),
      ...(answers === null ? [] : ([['Answers', answers]] satisfies [string, string][])),
    ],
  };
}
