import { joinChunks } from '../formats/bytes/joinChunks';
import { messageOf } from '../text/messageOf';
import type { Source } from './fetchFile';
import type { Folders } from './folders';

/**
 * A source that keeps what it gives in `folder` as it came, and gives it from there the next time. What
 * cannot be kept is given all the same, and `unkept` hears why. Whether the content is right is for its
 * reader to check: `forget` takes all of it away, so that it is read anew, and says whether there was any.
 */
export function keptSource(
  source: Source,
  folders: Promise<Folders>,
  folder: string,
  unkept: (reason: string) => void = () => {},
): { source: Source; forget(): Promise<boolean> } {
  return {
    async *source(base, path, signal) {
      const here = await folders;
      const name = path.replaceAll('/', '.');
      if ((await here.files(folder)).has(name)) {
        yield await here.read(folder, name);
        return;
      }
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of source(base, path, signal)) {
        chunks.push(chunk);
        length += chunk.length;
        yield chunk;
      }
      try {
        await here.write(folder, name, joinChunks(chunks, length));
      } catch (error) {
        unkept(messageOf(error));
      }
    },
    async forget() {
      const here = await folders;
      const isKept = (await here.files(folder)).size > 0;
      await here.remove(folder);
      return isKept;
    },
  };
}
