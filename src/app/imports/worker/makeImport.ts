import type { DecodeImage } from '../../../formats/images/decodeImage';
import { alignFiles } from '../../../formats/predictions/plausible';
import { labelsOf, type MergedTable, mergeTables } from '../../../formats/tables/mergeTables';
import type { Import } from '../../../library/importData';
import { NO_EXTRAS } from '../../../library/importExtras';
import { DEFAULT_OPTIONS } from '../../../library/importOrigin';
import { newImportId } from '../../../library/imports';
import type { Role } from '../../bring/roles';
import type { ImportRequest, RoleChoice } from '../protocol';
import { readAdditions } from './additions';
import type { ReadFiles, Tell } from './readChosen';

const NOTHING: ReadFiles = { sources: [], labels: null, classes: null, files: [], answers: null };

/**
 * An import of what was read: networks put together by what they stand for, images in one order, and what
 * files write differently made equal, which `notes` say. Throws one sentence where they do not fit together.
 */
export async function makeImport(
  read: ReadFiles | null,
  { name, choices, paired, additions }: Extract<ImportRequest, { kind: 'make' }>,
  decode: DecodeImage,
  told: Tell,
): Promise<{ imported: Import; notes: string[] }> {
  told('Putting networks and images in order');
  const { sources, labels, classes, files, answers } = read ?? NOTHING;
  const dense = population(sources, choices, 'dense', 'the dense networks');
  const compressed = population(sources, choices, 'compressed', 'the compressed networks');
  const nulls = choices.some(({ role }) => role === 'null')
    ? population(sources, choices, 'null', 'the retrained networks')
    : null;
  const merged = nulls ? [dense, compressed, nulls] : [dense, compressed];
  const tables = merged.map(({ table }) => table);
  const beside = merged.flatMap((each) => each.labels);
  const isLabelled = labels !== null || beside.length > 0 || tables.some(({ label }) => label !== null);
  const elsewhere = isLabelled ? [] : sources.flatMap(({ table }) => labelsOf(table)).slice(0, 1);
  const notes: string[] = [];
  const all = [...(labels ? [labels] : []), ...beside, ...elsewhere];
  const aligned = alignFiles(tables, all, classes, (sentence) => notes.push(sentence));
  const [first, second, third = null] = aligned.predictions;
  if (paired && first.members.length !== second.members.length) {
    throw new Error(
      'Expected pairs of a dense and a compressed network, ' +
        `got ${first.members.length} and ${second.members.length} networks; ` +
        'choose as many, or say that they are no pairs.',
    );
  }
  const { truth, imageIds, classNames } = aligned;
  const added = await readAdditions({ imageIds, classNames }, additions, decode, told);
  const imported: Import = {
    id: newImportId(),
    name,
    created: new Date().toISOString(),
    files,
    dense: first,
    compressed: second,
    nulls: third,
    paired,
    truth,
    imageIds,
    classNames,
    pictures: added.pictures ?? null,
    extras: { ...NO_EXTRAS, ...added.extras },
    options: DEFAULT_OPTIONS,
    origin: null,
    ...(answers !== null && { answers }),
  };
  return { imported, notes };
}

function population(
  sources: ReadFiles['sources'],
  choices: RoleChoice[],
  role: Role,
  name: string,
): MergedTable {
  const parts = sources.flatMap(({ table }, at) => {
    const chosen = new Set(
      choices.filter((choice) => choice.source === at && choice.role === role).map(({ id }) => id),
    );
    if (chosen.size === 0) return [];
    return [{ table, models: chosen.size === table.model.values.length ? null : chosen }];
  });
  if (parts.length === 0) {
    throw new Error(`Expected at least one network among ${name}, got none; choose some.`);
  }
  return mergeTables(parts, parts.length === 1 ? parts[0].table.file : name);
}
