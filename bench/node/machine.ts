// The machine that the bench runs on, and whether other jobs load it.

import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Above this share of busy cores while the bench itself rests, something else is running. */
const BUSY = 0.1;

const STAT = '/proc/stat';

export type Machine = {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  loadAverage: number;
};

/**
 * Time that the cores were idle, and time in all, since the machine started; on Linux what a host takes away
 * (steal) counts as busy.
 */
function processorTimes() {
  const sum = (times: number[]) => times.reduce((total, each) => total + each, 0);
  if (existsSync(STAT)) {
    const [user, nice, system, idle, wait, irq, softirq, steal] = readFileSync(STAT, 'utf8')
      .split('\n', 1)[0]
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { idle: idle + wait, all: sum([user, nice, system, idle, wait, irq, softirq, steal]) };
  }
  const all = cpus().map(({ times }) => times);
  return {
    idle: sum(all.map(({ idle }) => idle)),
    all: sum(all.flatMap(({ user, nice, sys, irq, idle }) => [user, nice, sys, irq, idle])),
  };
}

/** Share of all cores that is busy, 0..1, during a second in which the bench itself rests. */
export async function busyShare(): Promise<number> {
  const before = processorTimes();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = processorTimes();
  return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
}

/** What the bench runs on. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0].model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    loadAverage: loadavg()[0],
  };
}

/**
 * A sentence when another job loads the cores before any part, else null. `busy` are shares of all cores,
 * 0..1, by part.
 */
export function loadWarning(busy: Record<string, number>): string | null {
  const loaded = Object.entries(busy).filter(([, share]) => share > BUSY);
  if (loaded.length === 0) return null;
  const list = loaded.map(([part, share]) => `${Math.round(100 * share)}% busy before ${part}`).join(', ');
  return `Another job loads the cores: ${list}. The figures are not to be trusted.`;
}
