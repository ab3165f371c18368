import type { HumanComparison } from '../../audit/classes/humanVotes';
import { type Claim, plainly } from '../../charts/claim';
import { capital, count, decimal, noun, percent, range, signed, word } from '../../text/format';
import { LEAST_PIES } from '../accuracy/groups';

/**
 * What people's votes say of the PIEs, against images on which the dense networks are as torn. It says more
 * or less sure only where the interval of the difference leaves 0 out, and of 20 PIEs or more.
 */
export function peopleClaim({ pies, rest, difference }: HumanComparison): Claim {
  if (!pies.entropy || !pies.accuracy) return plainly('People voted on none of the PIEs.');
  const all = rest.accuracy
    ? `People give PIEs their label in ${percent(pies.accuracy.value)} of their votes, other images ` +
      `in ${percent(rest.accuracy.value)}, averaged over images. `
    : '';
  const { images, entropy } = difference;
  if (!entropy) return plainly(`${all}No other image is as contested as they are.`);
  const { value, interval } = entropy;
  const found = `${count(images)} ${noun(images, 'PIE')} found images as contested.`;
  const subject = `${found} Their difference of entropy`;
  const evidence =
    `${subject}: ${signed(value, 2)} bits` +
    `${interval ? `, 95%: ${range(interval, (end) => signed(end, 2))}` : ', no interval'}, ` +
    'were other images taken.';
  if (images < LEAST_PIES || !interval) {
    const few =
      images < LEAST_PIES
        ? `${capital(word(images))} such ${noun(images, 'PIE is', 'PIEs are')} too few to say`
        : 'Too few other images are as contested to say';
    return {
      claim: `${all}${few} whether people are less sure of PIEs than of images as contested.`,
      evidence,
    };
  }
  const size = `${decimal(Math.abs(value), 2)} bits`;
  const verdict =
    interval[0] > 0
      ? `people are less sure too, by ${size}`
      : interval[1] < 0
        ? `people are surer, by ${size}`
        : 'no difference can be told';
  return { claim: `${all}Beside images on which the dense networks are as torn, ${verdict}.`, evidence };
}
