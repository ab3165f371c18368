/**
 * How every compression method is made, by its name: the one place that all that makes or measures networks
 * asks.
 */
import type { MadeVariant, MethodId } from '../../variant';
import { methodOf } from '../registry';
import { fixed, float16, int8 } from './formats';
import type { Making } from './making';
import { pattern24, pattern48 } from './patterns';
import { gradient, taylor } from './saliency';
import { magnitude, random, unfolded } from './weightwise';
import { wholeChannels } from './wholeChannels';

export const MAKINGS: Readonly<Record<MethodId, Making>> = {
  magnitude,
  unfolded,
  random,
  taylor,
  gradient,
  '2:4': pattern24,
  '4:8': pattern48,
  channels: wholeChannels,
  float16,
  int8,
  fixed,
};

/** How a population is made. */
export function makingOf(variant: MadeVariant): Making {
  return MAKINGS[methodOf(variant).id];
}
