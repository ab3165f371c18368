import { messageOf } from '../../text/messageOf';
import { measureCosts } from './costs';
import { createExecutor, type Executor } from './executor';
import { instantiateKernels, type Kernels } from './kernels';
import type { Request, Response, Start } from './protocol';

/** The buffers of all arrays in a result, however deep. */
function transferables(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(transferables) : [];
}

/**
 * A worker's side: returns the handler of incoming messages; answers leave through `post`, in the order of
 * the requests. What the kernels cost is measured only where the first job does not say it.
 */
export function serve(post: (response: Response, transfer: Transferable[]) => void) {
  let starting: Promise<Kernels> | null = null;
  let executor: Executor | null = null;
  return async (message: Start | Request): Promise<void> => {
    if (message.kind === 'start') {
      starting = instantiateKernels(message.module);
      // Every job is told of its failure.
      starting.catch(() => {});
      return;
    }
    const { id, costs } = message;
    try {
      if (!starting) throw new Error('Expected the kernels before the first job.');
      const kernels = await starting;
      if (!executor) {
        const known = costs ?? measureCosts(kernels);
        if (!costs) post({ id, costs: known }, []);
        executor = createExecutor(kernels, known);
      }
      const result = executor.execute(message, (progress, point) => post({ id, progress, point }, []));
      post({ id, result }, transferables(result));
    } catch (error) {
      post({ id, error: messageOf(error) }, []);
    }
  };
}
