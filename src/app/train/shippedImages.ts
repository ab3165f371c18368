/**
 * The shipped training images: fetched when they are first trained on, checked, and kept in the browser as
 * they came.
 */
import { httpSource, type Source } from '../../library/fetchFile';
import type { Folders } from '../../library/folders';
import { keptSource } from '../../library/keptSource';
import { longTailed } from '../../library/longTail';
import { openZoo } from '../../library/zoo';
import type { ZooSource } from './preparing';

/** The dataset whose training images are shipped; the long-tailed one is a selection of them. */
const SHIPPED = 'fashion-mnist';

/** Training images over folders in which they are kept. */
export function shippedImages(folders: Promise<Folders>): ZooSource {
  return {
    async images(base, id, progress, notice, signal) {
      const unkept = (reason: string) =>
        notice(`The training images are not kept, and will be fetched again: ${reason}`);
      const kept = keptSource(httpSource, folders, SHIPPED, unkept);
      const open = (name: string, source: Source = httpSource) =>
        openZoo(new URL(`${name}/`, base).href, source, { signal });
      const [zoo, all] = await Promise.all([
        open(id),
        // Only what lies in the folder of images is kept: what a manifest says may change.
        open(SHIPPED, (at, path, stop) =>
          path.startsWith('images/training') ? kept.source(at, path, stop) : httpSource(at, path, stop),
        ),
      ]);
      const test = await zoo.testShard({ signal });
      const training = await all.trainingShard({ signal, progress }).catch(async (error: unknown) => {
        if (signal.aborted || !(await kept.forget())) throw error;
        // What was kept is damaged, or of an earlier version: fetched once more.
        return all.trainingShard({ signal, progress });
      });
      return {
        training: id === SHIPPED ? training : await longTailed(training),
        test,
        input: zoo.manifest.architecture.input,
        title: zoo.manifest.dataset.title,
      };
    },
    isHere: async () => (await (await folders).files(SHIPPED)).size > 0,
  };
}
