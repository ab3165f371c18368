import { audit } from '../../../audit/audit';
import type { Findings } from '../../../audit/findings';
import { pairUp } from '../../../audit/votes/matrix';
import type { Bundle } from '../../../formats/bundle/bundle';
import { blobSource, wholeSource } from '../../../formats/bytes/source';
import type { DecodeImage } from '../../../formats/images/decodeImage';
import { readLabelFile } from '../../../formats/predictions/labelFile';
import { alignFiles } from '../../../formats/predictions/plausible';
import type { ArrayPopulation } from '../../../formats/predictions/predictionArrays';
import { readPredictionFile, readTablePopulations } from '../../../formats/predictions/predictionFile';
import { LARGEST_TABLE, type LabelTable, type LongTable } from '../../../formats/tables/longTable';
import { readMappedLabels } from '../../../formats/tables/mappedTable';
import { labelsOf, type MergedTable, mergeTables } from '../../../formats/tables/mergeTables';
import { isShown } from '../../../formats/tables/shownFile';
import type { Folders } from '../../../library/folders';
import { changeImport } from '../../../library/importChanges';
import type { Import, StoredImport } from '../../../library/importData';
import { NO_EXTRAS } from '../../../library/importExtras';
import { picturesHead } from '../../../library/importManifest';
import { DEFAULT_OPTIONS, type ImportOptions } from '../../../library/importOrigin';
import { listImports, newImportId, openImport, saveImport } from '../../../library/imports';
import { removeStored } from '../../../library/stored';
import { URL_PIECE, urlSource } from '../../../library/urlSource';
import type { Role } from '../../bring/roles';
import { createAnswering } from '../../panels/answering';
import type {
  BundleOffer,
  FileMapping,
  ImportEvent,
  ImportRequest,
  LookedFile,
  OwnFile,
  RoleChoice,
} from '../protocol';
import { readAdditions } from './additions';
import { bundleAmong, importOfBundle } from './bundles';
import { type AuditedImport, comparedImport } from './comparedImport';
import { datasetAmong, datasetAt, importOfDataset, type LookedDataset } from './datasets';
import { lookAt } from './lookAt';

type ReadSource = { name: string; table: LongTable };

type Post = (event: ImportEvent, transfer?: Transferable[]) => void;

/**
 * Answers the page's requests one after the other, what figures ask beside them: looks at files, reads them, makes imports of them, keeps,
 * opens and removes them. What fails is told in one sentence and leaves all else as it was. `tellOthers` is called with the id of an import
 * that was changed or removed, for the other tabs.
 */
export function createImporter(
  post: Post,
  folders: Promise<Folders>,
  decode: DecodeImage,
  tellOthers: (id: string) => void = () => {},
): (request: ImportRequest) => Promise<void> {
  let sources: ReadSource[] = [];
  let labels: LabelTable | null = null;
  let classes: string[] | null = null;
  let origin: string[] = [];
  /** Made here, and not opened yet. */
  let fresh: Import | null = null;
  let open: AuditedImport | null = null;
  /** The bundle that was looked at last, and its file. */
  let offered: { bundle: Bundle; offer: BundleOffer } | null = null;
  /** The dataset of parts that was looked at last. */
  let dataset: LookedDataset | null = null;
  let turn: Promise<void> = Promise.resolve();
  /** Keeps what was made last, beside other requests. */
  let saving: Promise<void> = Promise.resolve();

  const answering = createAnswering<{ id: string; options: ImportOptions }>({
    compared: async ({ id, options }) => comparedImport(await held(id, options), await folders),
    trained: () => Promise.reject(new Error('Expected populations of a zoo, got predictions alone.')),
    tell: ({ id }, answered) => post({ kind: 'answered', id, ...answered }),
  });

  const told = (doing: string, done: number | null = null) => post({ kind: 'progress', doing, done });

  async function list(): Promise<void> {
    const here = await folders;
    post({ kind: 'listed', imports: await listImports(here), kept: here.kept });
  }

  async function fetchFile(url: string): Promise<void> {
    const source = await urlSource(url, {
      limit: LARGEST_TABLE,
      progress: (received, size) => told(`Loading from ${new URL(url).host}`, size && received / size),
    });
    if (new URL(url).pathname.endsWith('.json')) {
      const content = await source.read(0, source.size);
      dataset = datasetAt(url, content, (path) => told(`Loading ${path} from ${new URL(url).host}`));
      if (dataset) return post({ kind: 'gathering', offer: dataset.offer });
    }
    const pieces: Blob[] = [];
    for (let at = 0; at < source.size; at += URL_PIECE) {
      pieces.push(new Blob([await source.read(at, Math.min(at + URL_PIECE, source.size))]));
    }
    post({ kind: 'fetched', file: { path: source.file, content: new Blob(pieces) } });
  }

  async function look(chosen: OwnFile[]): Promise<void> {
    const files = chosen.filter(({ path }) => isShown(path));
    if (files.length === 0) throw new Error('Expected files of predictions, got none; choose some.');
    told(`Looking at ${files[0].path}`);
    offered = await bundleAmong(files);
    if (offered) return post({ kind: 'offered', offer: offered.offer });
    dataset = await datasetAmong(files);
    if (dataset) return post({ kind: 'gathering', offer: dataset.offer });
    const looked: LookedFile[] = [];
    for (const [at, file] of files.entries()) {
      told(`Looking at ${file.path}`, at / files.length);
      looked.push(await lookAt(file));
    }
    post({ kind: 'looked', files: looked });
  }

  async function read(files: OwnFile[], mappings: (FileMapping | null)[]): Promise<void> {
    const total = files.reduce((sum, { content }) => sum + content.size, 0);
    const found: ReadSource[] = [];
    let names: string[] | null = null;
    let truth: LabelTable | null = null;
    let before = 0;
    for (const [at, { path, content }] of files.entries()) {
      const which = files.length > 1 ? `, file ${at + 1} of ${files.length}` : '';
      told(`Reading ${path}${which}`, before / Math.max(1, total));
      before += content.size;
      const bytes = await wholeSource(blobSource(content, path), LARGEST_TABLE);
      const mapping = mappings[at];
      const holdsLabels = mapping
        ? mapping.form === 'labels'
        : (await lookAt({ path, content })).kind === 'labels';
      if (truth && holdsLabels) {
        throw new Error(
          `${path}: expected one file of true labels, got ${truth.file} too; put the files away and choose one of them.`,
        );
      }
      if (mapping?.form === 'labels') truth = await readMappedLabels(bytes, path, mapping);
      else if (mapping) found.push(...sourcesOf(path, await readTablePopulations(bytes, path, mapping)));
      else if (holdsLabels) truth = (await readLabelFile(bytes, path)).labels;
      else {
        const { populations, classes: own } = await readPredictionFile(bytes, path);
        names ??= own;
        found.push(...sourcesOf(path, populations));
      }
    }
    if (found.length === 0) {
      throw new Error(
        `${truth?.file ?? 'The files'}: expected predictions beside the true labels, got labels alone; choose the files of predictions too.`,
      );
    }
    [sources, labels, classes, origin] = [found, truth, names, files.map(({ path }) => path)];
    post({
      kind: 'read',
      sources: found.map(({ name, table }) => ({ name, networks: table.model.values })),
    });
  }

  async function make({
    name,
    choices,
    paired,
    additions,
  }: Extract<ImportRequest, { kind: 'make' }>): Promise<void> {
    told('Putting networks and images in order');
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
        `Expected pairs of a dense and a compressed network, got ${first.members.length} and ${second.members.length} networks; choose as many, or say that they are no pairs.`,
      );
    }
    const { truth, imageIds, classNames } = aligned;
    const added = await readAdditions({ imageIds, classNames }, additions, decode, told);
    const imported: Import = {
      id: newImportId(),
      name,
      created: new Date().toISOString(),
      files: origin,
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
    };
    await keep(imported, notes);
  }

  async function unpack(): Promise<void> {
    if (!offered) throw new Error('Expected a bundle that was looked at, got none; choose it again.');
    told('Opening the bundle and computing its findings');
    const imported = await importOfBundle(offered.bundle, offered.offer.file);
    offered = null;
    await keep(imported);
  }

  async function gather(request: Extract<ImportRequest, { kind: 'gather' }>): Promise<void> {
    if (!dataset) throw new Error('Expected a dataset that was looked at, got none; choose it again.');
    const { imported, notes } = await importOfDataset(dataset, request, told);
    dataset = null;
    await keep(imported, notes);
  }

  /** Offers what was made to be opened, and keeps it meanwhile. */
  async function keep(imported: Import, notes: string[] = []): Promise<void> {
    await saving;
    fresh = imported;
    sources = [];
    post({ kind: 'made', id: imported.id, query: imported.origin?.query ?? null, notes });
    saving = folders
      .then((here) => saveImport(here, imported))
      .then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      .then((notice) => {
        post({ kind: 'kept', id: imported.id, notice });
        return list();
      });
  }

  async function show(id: string, options: Partial<ImportOptions>): Promise<void> {
    told('Opening the import');
    const made: StoredImport | null = fresh?.id === id ? { ...fresh, notices: [], revision: 0 } : null;
    const found = made ?? (await openImport(await folders, id));
    if (!found) return post({ kind: 'absent', id });
    fresh = null;
    const imported = inOrder(found);
    told('Auditing');
    const { dense, compressed, nulls, truth, pictures } = imported;
    // Pictures are handed over to the page, and are kept before.
    if (pictures) await saving;
    const findings = auditOf(imported, options);
    const { name, created, files, classNames, imageIds, extras, origin: from, notices } = imported;
    open = audited(imported, findings);
    answering.drop();
    post(
      {
        kind: 'opened',
        imported: {
          id,
          name,
          created,
          files,
          classNames,
          imageIds,
          truth,
          dense,
          compressed,
          nulls,
          findings,
          pictures,
          extras,
          options: imported.options,
          origin: from,
          notices,
        },
      },
      [
        ...Object.values(findings.votes).flatMap((votes) => Object.values(votes).map(({ buffer }) => buffer)),
        ...(pictures ? [pictures.images.buffer] : []),
      ],
    );
  }

  /** The open import; opened again with these settings where the worker that had it was stopped. */
  async function held(id: string, options: Partial<ImportOptions>): Promise<AuditedImport> {
    if (open?.imported.id === id) return open;
    await saving;
    const found = await openImport(await folders, id);
    if (!found) throw new Error('Expected this import in this browser, got none; bring its files again.');
    const imported = inOrder(found);
    open = audited(imported, auditOf(imported, options));
    return open;
  }

  async function auditAgain(id: string, options: Partial<ImportOptions>): Promise<void> {
    const { imported } = await held(id, options);
    told('Auditing');
    const findings = auditOf(imported, options);
    open = { imported, findings };
    answering.drop();
    post({ kind: 'audited', id, findings });
  }

  async function add({ id, additions, options }: Extract<ImportRequest, { kind: 'add' }>): Promise<void> {
    await saving;
    const { imported, findings } = await held(id, options);
    const change = await readAdditions(imported, additions, decode, told);
    told('Keeping it in this browser');
    const kept = await changeImport(await folders, id, change);
    if (!kept) {
      throw new Error(
        'Expected this import in this browser, got none: another tab deleted it; bring its files again.',
      );
    }
    tellOthers(id);
    const { extras, revision } = kept;
    if (revision === imported.revision + 1) {
      const { pictures } = change;
      const head = pictures === undefined ? imported.pictures : pictures && picturesHead(pictures);
      open = { imported: { ...imported, pictures: head, extras, revision }, findings };
      answering.drop();
      post({ kind: 'added', id, pictures, extras }, pictures ? [pictures.images.buffer] : []);
    } else await readAgain(id);
    await list();
  }

  /** Takes over what another tab has added to the open import meanwhile. */
  async function readAgain(id: string): Promise<void> {
    if (open?.imported.id !== id) return;
    const found = await openImport(await folders, id);
    if (!found) return post({ kind: 'deleted', id });
    const { pictures, extras, revision } = found;
    if (revision === open.imported.revision) return;
    const head = pictures && picturesHead(pictures);
    open = { ...open, imported: { ...open.imported, pictures: head, extras, revision } };
    answering.drop();
    post({ kind: 'added', id, pictures, extras }, pictures ? [pictures.images.buffer] : []);
  }

  async function answer(request: ImportRequest): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'fetch':
        return fetchFile(request.url);
      case 'look':
        return look(request.files);
      case 'read':
        return read(request.files, request.mappings);
      case 'make':
        return make(request);
      case 'open':
        return show(request.id, request.options);
      case 'unpack':
        return unpack();
      case 'gather':
        return gather(request);
      case 'audit':
        return auditAgain(request.id, request.options);
      case 'add':
        return add(request);
      case 'ask':
        return answering.ask(request, request);
      case 'remove':
        await saving;
        await removeStored(await folders, request.id);
        tellOthers(request.id);
        return list();
      case 'changed':
        await readAgain(request.id);
        return list();
    }
  }

  const answerOrFail = (request: ImportRequest) =>
    answer(request).catch((error: unknown) =>
      post({
        kind: 'failed',
        asked: request.kind,
        message: error instanceof Error ? error.message : String(error),
      }),
    );
  return (request) => {
    if (request.kind === 'ask') return answerOrFail(request);
    turn = turn.then(() => answerOrFail(request));
    return turn.then(() => saving);
  };
}

/** An import whose compressed networks, where they are pairs, stand in the order of the dense ones, as its findings do. */
function inOrder(imported: StoredImport): StoredImport {
  const { dense, compressed, paired } = imported;
  return paired ? { ...imported, compressed: pairUp(dense, compressed) } : imported;
}

/** An import and its audit without the pictures, which the page has. */
function audited(imported: StoredImport, findings: Findings): AuditedImport {
  const { pictures } = imported;
  return { imported: { ...imported, pictures: pictures && picturesHead(pictures) }, findings };
}

/** The audit of an import with its own settings, or with those given in their place. */
function auditOf(imported: AuditedImport['imported'], given: Partial<ImportOptions> = {}): Findings {
  const { dense, compressed, nulls, truth, paired, options } = imported;
  return audit(dense, compressed, truth, { ...options, ...given, paired }, nulls);
}

/** The populations of a file, by its name and, where they have any, their own. */
function sourcesOf(path: string, populations: ArrayPopulation[]): ReadSource[] {
  const areCalled = populations.length > 1;
  return populations.map(({ name, table }) => ({ name: areCalled ? `${path} (${name})` : path, table }));
}

function population(sources: ReadSource[], choices: RoleChoice[], role: Role, name: string): MergedTable {
  const parts = sources.flatMap(({ table }, at) => {
    const chosen = new Set(
      choices.filter((choice) => choice.source === at && choice.role === role).map(({ id }) => id),
    );
    if (chosen.size === 0) return [];
    return [{ table, models: chosen.size === table.model.values.length ? null : chosen }];
  });
  if (parts.length === 0)
    throw new Error(`Expected at least one network among ${name}, got none; choose some.`);
  return mergeTables(parts, parts.length === 1 ? parts[0].table.file : name);
}
