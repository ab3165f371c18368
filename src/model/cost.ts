import { type Architecture, kernelSize, prunableLayers } from './architecture';
import { withoutChannels } from './channels';
import { patternKept, patternSizes } from './pattern';
import type { MadeVariant, Pattern } from './variant';
import { int8Bytes, type NetworkCost, networkCost } from './weights';

/** What does the same to every network: how many weights go, or into how few bits, does not depend on their values. */
type AlikeVariant = Exclude<MadeVariant, { kind: 'pruned' }>;

/** A compression that this page computes, and what one network costs under it. */
export type Compression = { variant: AlikeVariant; cost: NetworkCost };

/** Shares of channels that the list has. */
const SHARES = [0.25, 0.5];

function layersOf(architecture: Architecture) {
  return prunableLayers(architecture).map((layer) => ({ rows: layer.output, size: kernelSize(layer) }));
}

/** Multiply-adds left when every output channel keeps what a pattern leaves: layer by layer, since a last group may not be full. */
function patternCost(architecture: Architecture, pattern: Pattern): NetworkCost {
  const kept = new Map(
    prunableLayers(architecture).map((layer) => {
      const row = kernelSize(layer) / layer.output;
      return [layer.name, patternKept(pattern, row) / row];
    }),
  );
  const cost = networkCost(architecture, (name) => 1 - (kept.get(name) ?? 1));
  const bytes = prunableLayers(architecture).reduce((sum, layer) => {
    const row = kernelSize(layer) / layer.output;
    return sum + patternBytes(pattern, layer.output * patternKept(pattern, row));
  }, 0);
  return { ...cost, bytes };
}

/** Bytes of `kept` weights in a pattern: a float16 value each, and its place in the group (2 bits of 4, 3 bits of 8). */
export function patternBytes(pattern: Pattern, kept: number): number {
  return 2 * kept + Math.ceil((kept * Math.log2(patternSizes(pattern).group)) / 8);
}

/**
 * What one network costs after a compression made here that does the same to every network: share of kernel weights left, their bytes
 * (kernels alone; with int8 a float32 scale an output channel), multiply-adds for one image, zeros skipped and of
 * whatever precision.
 */
export function alikeCost(architecture: Architecture, variant: AlikeVariant): NetworkCost {
  const whole = networkCost(architecture, () => 0);
  if (variant.kind === 'quantised') {
    return variant.format === 'float16' ? whole : { ...whole, bytes: int8Bytes(layersOf(architecture)) };
  }
  if (variant.method !== 'channels') return patternCost(architecture, variant.method);
  const small = withoutChannels(architecture, variant.share);
  const total = (of: Architecture) => layersOf(of).reduce((sum, { size }) => sum + size, 0);
  return { ...networkCost(small, () => 0), weightsLeft: total(small) / total(architecture) };
}

/** The compressions made here that cost the same on every network, from whole weights in fewer bits to fewer channels. */
export function compressionCosts(architecture: Architecture): Compression[] {
  const recalibrated = true;
  const variants: AlikeVariant[] = [
    { kind: 'quantised', format: 'float16' },
    { kind: 'quantised', format: 'int8' },
    { kind: 'quantised', format: 'fixed' },
    { kind: 'structured', method: '4:8', recalibrated },
    { kind: 'structured', method: '2:4', recalibrated },
    ...SHARES.map((share): AlikeVariant => ({ kind: 'structured', method: 'channels', share, recalibrated })),
  ];
  return variants.map((variant) => ({ variant, cost: alikeCost(architecture, variant) }));
}
