import { HOLDS, type Holding } from '../../audit/retraining/holding';
import type { CountOverDraws, GrowthPoint, Stability } from '../../audit/retraining/stability';
import { type Claim, plainly } from '../../charts/claim';
import { bracketed, count, counted, noun, percent, range } from '../../text/format';

/**
 * How steadily the PIEs of the comparison, and those of retraining alone, are PIEs with half the networks.
 */
export type Holdings = { k: number; compressed: Holding; retrained: Holding | null };

/** What retraining alone changes with as many networks: the null population's count, or the split's. */
function floorAt(point: GrowthPoint): CountOverDraws | null {
  return point.retrained ?? point.split;
}

/** A count over draws: "402 to 470", or the one count there is. */
function drawn({ mean, interval }: CountOverDraws): string {
  return interval ? range(interval, (value) => count(Math.round(value))) : count(Math.round(mean));
}

function ofK(k: number, { members, draws }: Stability): string {
  const { dense, compressed } = members;
  const from = dense === compressed ? `${count(k)} of ${count(dense)}` : count(k);
  return `${from} networks a side, drawn ${count(draws)} times`;
}

/**
 * What the draws say, in numbers alone: counts with half the networks beside retraining's, and how many PIEs
 * hold.
 */
export function noiseClaim(stability: Stability | null, holdings: Holdings | null): Claim {
  if (!stability)
    return plainly('How far do these counts depend on which networks were trained, and how many?');
  const { growth } = stability;
  const half = growth[Math.floor(growth.length / 2) - 1];
  if (!half) {
    return plainly(
      'With one network on a side there is nothing to draw: no count here can be told from chance.',
    );
  }
  if (!holdings) {
    return plainly(
      `These draws are of ${count(stability.images)} images, the comparison on screen of another ` +
        'number: draw again.',
    );
  }
  const floor = floorAt(half);
  const context = stability.paired
    ? 'retraining alone, no part of this difference, gives'
    : 'retraining alone gives';
  const of95 = half.pies.interval ? ' A range holds 95% of the draws.' : '';
  const beside = floor ? `; ${context} ${drawn(floor)}` : '';
  return {
    claim:
      `Half the networks, drawn at random again and again, give ${drawn(half.pies)} PIEs${beside}. ` +
      `${holdingClause(holdings)}.`,
    evidence: `Half is ${ofK(half.k, stability)}.${of95}`,
  };
}

function holdingClause({ compressed, retrained }: Holdings): string {
  const { pies, holding } = compressed;
  if (pies === 0) return 'With all networks there is no PIE';
  const steady =
    `Of the ${count(pies)} ${noun(pies, 'PIE')} of all networks, ${count(holding)} ` +
    `${noun(holding, 'stays one', 'stay PIEs')} in at least ${percent(HOLDS, 0)} of these draws`;
  if (!retrained || retrained.pies === 0) return steady;
  return (
    `${steady}. Of the ${count(retrained.pies)} that retraining changes, ${count(retrained.holding)} ` +
    noun(retrained.holding, 'does', 'do')
  );
}

/** One number of networks a side, read out. */
export function growthReadout(point: GrowthPoint): string {
  const floor = floorAt(point);
  const side = `${count(point.k)} ${noun(point.k, 'network')} a side`;
  const beside = floor ? `. Retraining alone: ${count(Math.round(floor.mean))}${ends(floor)}` : '';
  return `${side}: ${counted(Math.round(point.pies.mean), 'PIE')}${ends(point.pies)}${beside}.`;
}

function ends({ interval }: CountOverDraws): string {
  return bracketed(interval, (value) => count(Math.round(value)), '95% of draws: ');
}
