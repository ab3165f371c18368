import { audit } from '../../../audit/audit';
import type { Predictions } from '../../../audit/predictions';
import type { Shard } from '../../../model/shard';

/** Predictions of networks given by their labels, a string of digits each. For tests. */
function told(name: string, networks: string[], classes: number): Predictions {
  return {
    members: networks.map((_, seed) => `${name}/${seed}`),
    images: networks[0].length,
    classes,
    labels: Uint16Array.from(networks.join(''), Number),
  };
}

const truth = Uint16Array.from('01002120', Number);
const dense = told('dense', ['01112120', '01112020', '01120120'], 3);
const compressed = told('sparse', ['11022100', '11022100', '01012110'], 3);

/**
 * Eight images of 2 x 2 grey pixels, three classes, three networks a side. Image 0 and 6 are forgotten, 2
 * recovered, 3 traded; taxicab distances are 2/3 0 1 1/3 1/3 1/3 1 0. For tests.
 */
export const example = {
  truth,
  dense,
  compressed,
  findings: audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 }),
  shard: {
    id: 'example',
    count: 8,
    height: 2,
    width: 2,
    channels: 1,
    images: Uint8Array.from({ length: 32 }, (_, byte) => byte),
    labels: truth,
    classes: ['Shirt', 'Coat', 'Bag'],
  } satisfies Shard,
};
