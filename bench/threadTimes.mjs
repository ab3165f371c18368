// What threads of a browser the processor has worked for (Linux).
import { readdirSync, readFileSync } from 'node:fs';

/** A tick of /proc's clock, in ms. */
const TICK = 10;

/** What `read` gives; null where the thread or process has ended meanwhile. */
function unlessEnded(read) {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Processor time of every thread of the browser so far, in ms, by kind of process, name and number. */
export async function threadTimes(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const times = new Map();
  for (const { id, type } of processInfo) {
    for (const thread of unlessEnded(() => readdirSync(`/proc/${id}/task`)) ?? []) {
      const stat = unlessEnded(() => readFileSync(`/proc/${id}/task/${thread}/stat`, 'utf8'));
      if (!stat) continue;
      const nameEnd = stat.lastIndexOf(')');
      const fields = stat.slice(nameEnd + 2).split(' ');
      const name = thread === `${id}` ? 'main' : stat.slice(stat.indexOf('(') + 1, nameEnd);
      times.set(`${type} ${name} ${thread}`, TICK * (Number(fields[11]) + Number(fields[12])));
    }
  }
  return times;
}
