import { messageOf } from '../../text/messageOf';

/** What every refusal reads like: one sentence with the file, what was expected, and mostly what came. */
export const SENTENCE = /^[^\n]+: expected [^\n]+[.?]$/;

/** What `read` throws or rejects with, as text; undefined when it answers. */
export async function refusal(read: () => unknown): Promise<string | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
