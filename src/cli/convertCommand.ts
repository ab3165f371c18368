import { extname } from 'node:path';
import type { Predictions } from '../audit/predictions';
import { isBundle } from '../formats/bundle/bundle';
import { bundleAnswers } from '../formats/bundle/bundleOrigin';
import { bytesSource } from '../formats/bytes/source';
import { PREDICTION_WRITERS } from '../formats/kinds/formats';
import { checkGiven } from '../formats/predictions/givenColumns';
import { readLabelFile } from '../formats/predictions/labelFile';
import { alignFiles } from '../formats/predictions/plausible';
import { readPredictionFile } from '../formats/predictions/predictionFile';
import { answersLost } from '../formats/predictions/reading';
import { counted } from '../text/format';
import { auditBundle } from './bundleFile';
import { readBytes, writeBytes } from './files';
import { type FlagKinds, type Flags, parseFlags, UsageError } from './flags';
import { givenColumns } from './predictionFiles';
import { withinLimit } from './readingLimit';
import { reportLines } from './readReport';
import type { Context, Note } from './telling';

const FLAGS: FlagKinds = { labels: 'value', population: 'value', columns: 'value', quiet: 'switch' };

/** `lacuna convert IN OUT`: predictions from any format to the one that OUT's name ends in. */
export async function convertCommand(args: string[], { note }: Context): Promise<void> {
  const options = args.findIndex((arg) => arg.startsWith('--'));
  const [from, to, ...rest] = options < 0 ? args : args.slice(0, options);
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new UsageError(
      'Expected two files, IN and OUT, before any option, got ' +
        `${[from, to, ...rest].filter((path) => path !== undefined).length}.`,
    );
  }
  const flags = parseFlags(options < 0 ? [] : args.slice(options), FLAGS);
  const writer = PREDICTION_WRITERS.get(extname(to).toLowerCase());
  if (!writer)
    throw new UsageError(`Expected OUT to end in ${[...PREDICTION_WRITERS.keys()].join(', ')}, got "${to}".`);

  const bytes = await readBytes(from);
  const found = (await isBundle(bytesSource(bytes, from)))
    ? await ofBundle(from, flags, note)
    : await ofFile(bytes, from, flags, note);
  const { predictions, truth, answers, ...called } = found;
  await writeBytes(to, await writer.write(predictions, truth, { ...called, ...(answers && { answers }) }));
  if (answers && !writer.keepsAnswers) note(answersLost(to, answers));
  note(
    `${to}: ${counted(predictions.members.length, 'network')}, ${counted(predictions.images, 'image')}, ` +
      `${counted(predictions.classes, 'class', 'classes')}.`,
  );
}

type Found = {
  predictions: Predictions;
  truth: Uint16Array;
  imageIds: (number | string)[];
  classValues: (number | string)[];
  /** Who gave them, on what; null where that is not said. */
  answers: string | null;
};

async function ofFile(
  bytes: Uint8Array<ArrayBuffer>,
  from: string,
  flags: Flags,
  note: Note,
): Promise<Found> {
  const given = givenColumns(flags);
  const { populations, classes, reading } = await withinLimit(from, bytes.length, () =>
    readPredictionFile(bytes, from, given),
  );
  checkGiven(given, [reading]);
  const { table, name } = wanted(populations, from, flags);
  const labelsPath = flags.get('labels');
  const labels =
    labelsPath === undefined ? null : await readLabelFile(await readBytes(labelsPath), labelsPath, given);
  const notes: string[] = [];
  const aligned = alignFiles([table], labels ? [labels.labels] : [], classes, (sentence) =>
    notes.push(sentence),
  );
  const { truth, imageIds, classNames, classValues } = aligned;
  const [predictions] = aligned.predictions;
  if (!flags.has('quiet')) {
    const others = populations.filter((each) => each.name !== name).map((each) => each.name);
    const files = [{ flag: 'in', reading, population: others.length > 0 ? name : null, others }];
    for (const line of reportLines({ files, notes, pairedByRow: false }, aligned)) note(line);
  }
  return {
    ...{ predictions, truth, imageIds, answers: reading.answers },
    classValues: classes ? classNames : classValues,
  };
}

async function ofBundle(from: string, flags: Flags, note: Note): Promise<Found> {
  const { head, session } = await auditBundle(from, flags, ['labels'], note);
  const { dense, compressed, nulls, truth, imageIds, classNames } = session;
  const populations = [
    { name: 'dense', predictions: dense },
    { name: 'compressed', predictions: compressed },
    ...(nulls ? [{ name: 'null', predictions: nulls }] : []),
  ];
  const { predictions } = wanted(populations, from, flags);
  return { predictions, truth, imageIds, classValues: classNames, answers: bundleAnswers(head) };
}

/** The population that --population names, or the only one. */
function wanted<T extends { name: string }>(populations: T[], from: string, flags: Flags): T {
  const name = flags.get('population');
  const found = name === undefined ? populations[0] : populations.find((each) => each.name === name);
  if (!found || (name === undefined && populations.length > 1)) {
    throw new Error(
      `${from}: expected --population to name one of ` +
        `${populations.map((each) => each.name).join(', ')}, got ` +
        `${name === undefined ? 'none' : `"${name}"`}.`,
    );
  }
  return found;
}
