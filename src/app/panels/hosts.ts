// Which hosts a panel is for, and what it leaves out, in words of panels.ts.
import { createElement } from 'react';
import type { Guessed } from '../../charts/withheld';
import type { Given, HostKind, Panel, ZooGiven } from './panel';

/** Hosts that have networks. */
export const TRAINED: readonly HostKind[] = ['zoo', 'own'];
/** Hosts that have predictions alone. */
export const PREDICTED: readonly HostKind[] = ['import', 'bundle'];

/** What `leavesOut` may name: all that may be withheld, or what retraining alone changes. */
export const BOTH: readonly Guessed[] = ['pies', 'floor'];
export const FLOOR: readonly Guessed[] = ['floor'];

/** A panel that shows what the explorer of a zoo alone gives; it is empty elsewhere. */
export function ofZoo(Body: React.ComponentType<ZooGiven>): Panel['Body'] {
  return function OfZoo({ zoo }: Given) {
    return zoo && createElement(Body, zoo);
  };
}
