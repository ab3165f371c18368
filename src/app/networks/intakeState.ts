import type { ImageFiles } from '../../formats/images/openedImages';
import type { FoundNetworks } from '../../formats/network/networkFiles';
import type { OwnNetworks } from '../../library/ownNetworks';
import type { Gathered } from './gathered';
import type { KnownNetworks } from './known';
import type { KnownData } from './protocol';

/** What the intake knows between two requests. */
export type IntakeState = {
  networks: (FoundNetworks | KnownNetworks)[];
  /** Whose networks these are, where they came from no file. */
  known: KnownData | null;
  images: ImageFiles | null;
  gathered: Gathered | null;
  /** What was run and could not be kept. */
  unsaved: { key: string; own: OwnNetworks } | null;
};

export const initialIntakeState: IntakeState = {
  networks: [],
  known: null,
  images: null,
  gathered: null,
  unsaved: null,
};

export type IntakeChange =
  | { kind: 'networks'; networks: IntakeState['networks']; known: KnownData | null }
  | { kind: 'images'; images: ImageFiles }
  | { kind: 'gathered'; gathered: Gathered }
  | { kind: 'made'; key: string; own: OwnNetworks };

/** The state after a change. Other networks or images make what was run before another's. */
export function reduceIntake(state: IntakeState, change: IntakeChange): IntakeState {
  switch (change.kind) {
    case 'networks':
      return { ...state, networks: change.networks, known: change.known, unsaved: null };
    case 'images':
      return { ...state, images: change.images, gathered: null };
    case 'gathered':
      return { ...state, gathered: change.gathered, unsaved: null };
    case 'made':
      return { ...state, unsaved: { key: change.key, own: change.own } };
  }
}
