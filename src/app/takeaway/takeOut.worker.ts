import { messageOf } from '../../text/messageOf';
import { type TakeRequest, takeOut } from './takeOut';

/** The file, or one sentence. */
export type TakeAnswer = { blob: Blob } | { problem: string };

const answer = (message: TakeAnswer) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<TakeRequest>) => {
  takeOut(data).then(
    (blob) => answer({ blob }),
    (error: unknown) => answer({ problem: messageOf(error) }),
  );
});
