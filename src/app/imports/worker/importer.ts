import type { DecodeImage } from '../../../formats/images/decodeImage';
import type { Folders } from '../../../library/folders';
import type { ImportOptions } from '../../../library/importOrigin';
import { removeStored } from '../../../library/stored';
import { messageOf } from '../../../text/messageOf';
import { createStore } from '../../loading/store';
import { createAnswering } from '../../panels/answering';
import type { ImportRequest } from '../protocol';
import { fetchFile, gather, look, make, read, unpack } from './choosing';
import { comparedImport } from './comparedImport';
import { type Core, list } from './core';
import { initialImporterState, reduceImporter } from './importerState';
import { createKeeper } from './keeper';
import { add, audit, held, lend, open, readAgain } from './opened';
import { ALONE, type Readers } from './readTogether';

/**
 * Answers the page's requests one after the other, what figures ask beside them: looks at files, reads them,
 * makes imports of them, keeps, opens and removes them. What fails is told in one sentence and leaves all
 * else as it was. `tellOthers` is called with the id of an import that was changed or removed, for the other
 * tabs. `readers` read chosen files side by side.
 */
export function createImporter(
  post: Core['post'],
  folders: Promise<Folders>,
  decode: DecodeImage,
  tellOthers: (id: string) => void = () => {},
  readers: Readers = ALONE,
): (request: ImportRequest) => Promise<void> {
  const keeper = createKeeper(folders);
  const answering = createAnswering<{ id: string; options: ImportOptions }>({
    compared: async ({ id, options }) => comparedImport(await held(core, id, options), await folders),
    trained: () => Promise.reject(new Error('Expected populations of a zoo, got predictions alone.')),
    tell: ({ id }, answered) => post({ kind: 'answered', id, ...answered }),
  });
  const core: Core = {
    store: createStore(reduceImporter, initialImporterState),
    ...{ post, folders, decode, keeper, readers, tellOthers },
    told: (doing, done = null) => post({ kind: 'progress', doing, done }),
    forget: answering.drop,
  };

  async function answer(request: ImportRequest): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list(core);
      case 'fetch':
        return fetchFile(core, request.url);
      case 'look':
        return look(core, request);
      case 'read':
        return read(core, request);
      case 'make':
        return make(core, request);
      case 'open':
        return open(core, request);
      case 'unpack':
        return unpack(core);
      case 'gather':
        return gather(core, request);
      case 'audit':
        return audit(core, request);
      case 'add':
        return add(core, request);
      case 'lend':
        return lend(core, request);
      case 'unask':
        return answering.stop(request.question);
      case 'ask':
        return answering.ask(request, request);
      case 'remove':
        await keeper.settled();
        await removeStored(await folders, request.id);
        tellOthers(request.id);
        return list(core);
      case 'changed':
        await readAgain(core, request.id);
        return list(core);
    }
  }

  let turn: Promise<void> = Promise.resolve();
  const answerOrFail = (request: ImportRequest) =>
    answer(request).catch((error: unknown) => {
      post({ kind: 'failed', asked: request.kind, message: messageOf(error) });
    });
  return (request) => {
    if (request.kind === 'ask' || request.kind === 'unask') return answerOrFail(request);
    turn = turn.then(() => answerOrFail(request));
    return turn.then(keeper.settled);
  };
}
