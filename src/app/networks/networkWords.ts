import type { OwnEntry } from '../../library/ownStore';
import { type Architecture, kernelSize, prunableLayers } from '../../model/architecture';
import { layerShapes } from '../../model/graph';
import { bytes, count, counted, level, noun } from '../../text/format';

/** The number of kernel weights of one network. */
export function weightsOf(architecture: Architecture): number {
  return prunableLayers(architecture).reduce((sum, layer) => sum + kernelSize(layer), 0);
}

/** A network in a sentence: what goes in, how many layers, what comes out. */
export function architectureSentence(architecture: Architecture): string {
  const { height, width, channels } = architecture.input;
  const kernels = prunableLayers(architecture);
  const convolutions = kernels.filter(({ kind }) => kind === 'conv').length;
  const dense = kernels.length - convolutions;
  const outputs = layerShapes(architecture).at(-1)?.channels ?? 0;
  const colour = channels === 1 ? 'grey' : channels === 3 ? 'colour' : `${channels} channels`;
  return (
    `Images of ${height} x ${width} in ${colour}, ${count(convolutions)} ` +
    `${noun(convolutions, 'convolution')} and ${count(dense)} dense ${noun(dense, 'layer')} with ` +
    `${count(weightsOf(architecture))} weights, ${counted(outputs, 'class', 'classes')}.`
  );
}

/** What a set of networks holds that is kept, with its size. */
export function ownWords({ populations, images, classes, bytes: size, created }: OwnEntry): string {
  const parts = populations.map(({ kind, level: share, networks }) =>
    kind === 'sparse'
      ? `${networks} at ${level(share)}`
      : `${networks} ${kind === 'dense' ? 'dense' : 'retrained'}`,
  );
  const what = `${parts.join(' + ')} ${noun(populations.length, 'population')}`;
  return (
    `${parts.length > 0 ? parts.join(' + ') : what} ${noun(2, 'network')}, ${count(images)} ` +
    `${noun(images, 'image')}, ${counted(classes, 'class', 'classes')} · ` +
    `${bytes(size)}${created ? ` · ${created.slice(0, 10)}` : ''}`
  );
}
