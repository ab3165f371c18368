/** From the network that was chosen to an architecture for the images at hand. */
import type { ImageExtent } from '../../formats/images/fit';
import { readNetworkDescription } from '../../formats/network/description';
import type { Architecture, InputShape } from '../../model/architecture';
import { presetNetwork } from '../../model/presets';
import type { NetworkChoice } from './protocol';

/** The extent of the images that an input takes. */
export function extentOf({ height, width, channels }: InputShape): ImageExtent {
  return { height, width, channels };
}

/** The architecture in a description. Throws one sentence where it is none. */
export function readDescription({
  text,
  file,
}: Extract<NetworkChoice, { kind: 'description' }>): Architecture {
  return readNetworkDescription(text, file).architecture;
}

/** Refuses a network that takes other images. */
export function expectExtent(input: InputShape, { height, width, channels }: ImageExtent): void {
  const words = (of: ImageExtent) => `${of.height} x ${of.width} in ${of.channels === 1 ? 'grey' : 'colour'}`;
  if (input.height === height && input.width === width && input.channels === channels) return;
  throw new Error(
    `Expected a network for images of ${words({ height, width, channels })}, got one for ` +
      `${words(input)}; choose another network or other images.`,
  );
}

/** The architecture that was chosen, for an input and so many classes. */
export function architectureOf(network: NetworkChoice, input: InputShape, classes: number): Architecture {
  if (network.kind === 'description') return readDescription(network);
  const preset = presetNetwork(network.id, input, classes);
  if (!preset) throw new Error(`Expected one of the networks offered, got "${network.id}".`);
  return preset;
}
