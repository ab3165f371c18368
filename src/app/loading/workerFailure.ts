/**
 * Why a worker stopped, in a sentence. Browsers say nothing of one whose code could not be loaded. One that
 * was never heard of is taken for that, and one that was heard of for one that ran out of memory.
 */
export function workerFailure(name: string, said: string | undefined, wasHeard: boolean): string {
  if (said) return `${name} stopped: ${said.replace(/\.?$/, '.')}`;
  return wasHeard
    ? `${name} stopped: it ran out of memory.`
    : `${name} could not be started: the server does not give its code. Try again once it answers.`;
}
