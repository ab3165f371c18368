import type { Normalisation } from '../../formats/network/assemble';

/** What is typed into the fields: a text for each channel. */
export type NormalisationFields = { mean: string[]; std: string[] };

/**
 * Means and deviations that networks are often trained with, by the number of channels. CIFAR-10 and MNIST:
 * over the training images, as the examples of PyTorch have them; ImageNet: those of torchvision's models.
 */
const PRESETS: { name: string; mean: number[]; std: number[] }[] = [
  { name: 'none (0 to 1)', mean: [0], std: [1] },
  { name: 'from -1 to 1', mean: [0.5], std: [0.5] },
  { name: 'MNIST', mean: [0.1307], std: [0.3081] },
  { name: 'CIFAR-10', mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  { name: 'ImageNet', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
];

/** The presets for images of so many channels, with a number for each channel. */
export function presetsFor(channels: number): { name: string; fields: NormalisationFields }[] {
  const spread = (values: number[]) =>
    Array.from({ length: channels }, (_, at) => `${values[at % values.length]}`);
  return PRESETS.filter(
    ({ name, mean }) => mean.length === channels || (mean.length === 1 && name !== 'MNIST'),
  ).map(({ name, mean, std }) => ({ name, fields: { mean: spread(mean), std: spread(std) } }));
}

/** The numbers that fields say; null where one is none, or a deviation is not above 0. */
export function readNormalisation({ mean, std }: NormalisationFields): Normalisation | null {
  const numbers = (texts: string[]) => texts.map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  const [means, deviations] = [numbers(mean), numbers(std)];
  const good =
    means.every(Number.isFinite) && deviations.every((value) => Number.isFinite(value) && value > 0);
  return good ? { mean: means, std: deviations } : null;
}

/** Fields that say some numbers. */
export function fieldsOf({ mean, std }: Normalisation): NormalisationFields {
  return { mean: mean.map(String), std: std.map(String) };
}

/** The usual normalisations of images of so many channels, as numbers. */
export function usualFor(channels: number): { name: string; normalisation: Normalisation }[] {
  return presetsFor(channels).flatMap(({ name, fields }) => {
    const normalisation = readNormalisation(fields);
    return normalisation ? [{ name, normalisation }] : [];
  });
}

/**
 * The usual normalisation with which a network gets most images right, where that is more than `now`; null
 * where none is better. `now` is what it gets with the one that is set. `correct` has a count for each of
 * `usual`.
 */
export function bestUsual<T>(usual: readonly T[], correct: readonly number[], now: number): T | null {
  const most = Math.max(now, ...correct);
  return most > now ? usual[correct.indexOf(most)] : null;
}
