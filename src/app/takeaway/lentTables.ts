import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';

/** The tables that files are written of. */
export type TakeTables = {
  findings: Findings;
  predictions: Both<Predictions>;
  truth: Uint16Array;
  imageIds: (number | string)[];
};

/** What the worker that has an import sends to the one that writes files of it; or why it cannot. */
export type LentTables = (TakeTables & { nulls: Predictions | null }) | { problem: string };

/** The first message through a port. Throws the problem that it tells instead. */
export function lentThrough(port: MessagePort): Promise<Exclude<LentTables, { problem: string }>> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<LentTables>) => {
      port.close();
      if ('problem' in data) reject(new Error(data.problem));
      else resolve(data);
    };
  });
}
