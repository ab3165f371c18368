import { type Corruption, withValues } from './picture';

const LIGHTER = [0.05, 0.1, 0.15, 0.2, 0.3];
const CONTRAST = [0.75, 0.5, 0.4, 0.3, 0.15];

/**
 * The value V of hue, saturation and value, a pixel's largest channel, becomes V + c, at most 1. Hue and
 * saturation stay, so every channel is scaled by the same factor; a black pixel becomes grey. CIFAR-10-C's c:
 * .05, .1, .15, .2, .3.
 */
export const brightness: Corruption = (picture, severity) => {
  const { channels, values } = picture;
  return withValues(picture, (index) => {
    const start = index - (index % channels);
    let value = 0;
    for (let channel = 0; channel < channels; channel++) value = Math.max(value, values[start + channel]);
    const lighter = Math.min(1, value + LIGHTER[severity - 1]);
    return value === 0 ? lighter : (values[index] * lighter) / value;
  });
};

/**
 * (x - mean) c + mean, the mean that of the channel in this picture; c as CIFAR-10-C has it: .75, .5, .4, .3,
 * .15.
 */
export const contrast: Corruption = (picture, severity) => {
  const { channels, values } = picture;
  const means = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let index = channel; index < values.length; index += channels) sum += values[index];
    return sum / (values.length / channels);
  });
  return withValues(picture, (index) => {
    const mean = means[index % channels];
    return (values[index] - mean) * CONTRAST[severity - 1] + mean;
  });
};
