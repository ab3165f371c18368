import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Above this share of busy cores while the bench itself rests, something else is running. */
const BUSY = 0.1;

export type Machine = {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  loadAverage: number;
  /** Share of all cores that was busy, 0..1, during a second before measuring. */
  busyBefore: number;
};

function processorTimes() {
  const all = cpus().map(({ times }) => times);
  const sum = (of: (times: (typeof all)[number]) => number) =>
    all.reduce((total, each) => total + of(each), 0);
  const idle = sum(({ idle }) => idle);
  return { idle, all: idle + sum(({ user, nice, sys, irq }) => user + nice + sys + irq) };
}

/** What the bench runs on, and how much else runs on it. */
export async function describeMachine(): Promise<Machine> {
  const before = processorTimes();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = processorTimes();
  return {
    processor: cpus()[0].model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    loadAverage: loadavg()[0],
    busyBefore: 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all),
  };
}

/** A sentence when another job loads the cores, else null. */
export function loadWarning({ busyBefore, loadAverage }: Machine): string | null {
  if (busyBefore <= BUSY) return null;
  const percent = Math.round(100 * busyBefore);
  return `Another job loads the cores: ${percent}% busy before measuring, load average ${loadAverage.toFixed(1)}. The figures are not to be trusted.`;
}
