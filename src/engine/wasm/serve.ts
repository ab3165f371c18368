import { createExecutor } from './executor';
import { instantiateKernels } from './kernels';
import type { Request, Response, Result, Start } from './protocol';

function transferables(result: Result[keyof Result]): Transferable[] {
  const parts = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  return parts.flatMap((part) => (part ? [part.buffer] : []));
}

/** A worker's side: returns the handler of incoming messages; answers leave through `post`, in the order of the requests. */
export function serve(post: (response: Response, transfer: Transferable[]) => void) {
  let executor: Promise<ReturnType<typeof createExecutor>> | null = null;
  return async (message: Start | Request): Promise<void> => {
    if (message.kind === 'start') {
      executor = instantiateKernels(message.module).then(createExecutor);
      // Every job is told of its failure.
      executor.catch(() => {});
      return;
    }
    const { id } = message;
    try {
      if (!executor) throw new Error('Expected the kernels before the first job.');
      const result = (await executor).execute(message, (progress) => post({ id, progress }, []));
      post({ id, result }, transferables(result));
    } catch (error) {
      post({ id, error: error instanceof Error ? error.message : String(error) }, []);
    }
  };
}
