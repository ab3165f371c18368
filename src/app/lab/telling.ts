/**
 * What the lab tells outside of runs: devices and how fast they are, what ships of robustness, and
 * attributes.
 */
import type { Zoo } from '../../library/zoo';
import type { OwnFile } from '../imports/protocol';
import type { JobProgress } from './meter';
import { withAttributes } from './ownAttributes';
import type { LabEvent, LabRequest } from './protocol';

type Post = (event: LabEvent) => void;

export async function tellDevices(post: Post): Promise<void> {
  const { surveyDevices } = await import('./survey');
  post({ kind: 'survey', offers: await surveyDevices() });
}

export async function tellMeasured(
  zoo: Zoo,
  { job, devices, experiment }: Extract<LabRequest, { kind: 'measure' }>,
  signal: AbortSignal,
  told: (progress: JobProgress) => void,
  post: Post,
): Promise<void> {
  const { measureMachine } = await import('./machineBench');
  for await (const figures of measureMachine(zoo, experiment, devices, signal, told)) {
    post({ kind: 'measured', job, figures });
  }
}

export async function shippedTable(zoo: Zoo): Promise<LabEvent> {
  const { shippedRobustness } = await import('../../library/robustness');
  return { kind: 'shippedRobustness', shipped: await shippedRobustness(zoo) };
}

export function imagesWith({
  file,
  inCopy,
}: {
  file: OwnFile;
  inCopy: boolean;
}): (zoo: Zoo) => Promise<LabEvent> {
  return async (zoo) => ({ kind: 'shard', shard: await withAttributes(zoo, file, inCopy) });
}
