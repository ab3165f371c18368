/** The corpus of broken and hostile files. */

import { archives } from './archives';
import { arrays } from './arrays';
import { bundles } from './bundles';
import type { Hostile } from './hostile';
import { networks } from './networks';
import { tables } from './tables';

export const CORPUS: Hostile[] = [...tables, ...arrays, ...archives, ...networks, ...bundles];
