import { decimal } from './format';

/**
 * What is said of networks whose BatchNorm seems to be folded into their convolutions. `spreads` is how much
 * the scales of their channels vary (the 90th percentile over the 10th), a number a network.
 */
export function foldedWords(spreads: readonly (number | null)[]): string {
  const most = Math.max(...spreads.map((spread) => spread ?? 1));
  return [
    'There is no BatchNorm, and the scales of the convolutions’ output channels vary by a factor ' +
      `of ${decimal(most)}`,
    '(90th percentile over 10th): an exporter may have folded BatchNorm into the convolutions. ' +
      'Plain magnitude then takes',
    'weights by their channel’s scale; unfolded magnitude divides each output channel’s weights by ' +
      'their norm first.',
  ].join(' ');
}
