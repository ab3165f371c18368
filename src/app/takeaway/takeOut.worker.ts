import { messageOf } from '../../text/messageOf';
import { lentThrough } from './lentTables';
import { type TakeRequest, type TakeSubject, takeOut } from './takeOut';

/** A request whose tables come through a port, from the worker that has them. */
export type LentRequest = Omit<TakeRequest, 'subject'> & {
  subject: Omit<TakeSubject, keyof Awaited<ReturnType<typeof lentThrough>>>;
  tables: MessagePort;
};

/** The file, or one sentence. */
export type TakeAnswer = { blob: Blob } | { problem: string };

const answer = (message: TakeAnswer) => postMessage(message);

async function whole(request: TakeRequest | LentRequest): Promise<TakeRequest> {
  if (!('tables' in request)) return request;
  return { ...request, subject: { ...request.subject, ...(await lentThrough(request.tables)) } };
}

addEventListener('message', ({ data }: MessageEvent<TakeRequest | LentRequest>) => {
  whole(data)
    .then(takeOut)
    .then(
      (blob) => answer({ blob }),
      (error: unknown) => answer({ problem: messageOf(error) }),
    );
});
