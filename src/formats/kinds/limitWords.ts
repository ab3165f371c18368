/** The limits of readers in words, as docs/formats.md says them. */

import { count } from '../../text/format';
import {
  LARGEST_ARCHIVE,
  LARGEST_NETWORKS,
  LARGEST_SET,
  LARGEST_TABLE,
  MOST_CELLS,
  MOST_CLASSES,
  MOST_DEFLATION,
  MOST_INFLATION,
  MOST_VOTES,
  MOST_WEIGHTS,
  SMALL_INFLATION,
} from '../limits';

/** A number of bytes as people say it. */
export function inBytes(bytes: number): string {
  return bytes >= 1 << 30 ? `${bytes / (1 << 30)} GiB` : `${bytes / (1 << 20)} MiB`;
}

const packed = `${MOST_INFLATION} times its size (${inBytes(SMALL_INFLATION)} at least)`;

/** Limits of files of any format, in words; those of one format stand in its entry. */
export const LIMITS: Record<string, string> = {
  'table, inflated': inBytes(LARGEST_TABLE),
  'rows of a table, predictions in a file': `2^${Math.log2(MOST_CELLS)} (${count(MOST_CELLS)})`,
  'predictions of a population that is kept': '2^28',
  classes: `${count(MOST_CLASSES)}, and 2^${Math.log2(MOST_VOTES)} images times classes`,
  'files of networks': `${inBytes(LARGEST_NETWORKS)} in all`,
  'weights of one tensor over all networks': `2^${Math.log2(MOST_WEIGHTS)}`,
  'images, fitted': inBytes(LARGEST_SET),
  bundle: 'its files are stored, as *Take it away* writes them: deflated ones are refused',
};

/** Limits of what is packed, in words. */
export const PACKED = {
  inflated: `${packed}; an archive never over ${inBytes(LARGEST_ARCHIVE)}`,
  arrays: `${packed}, never over ${inBytes(LARGEST_TABLE)}`,
  entry: `${count(MOST_DEFLATION)} times its size, which is all that deflation can give`,
};
