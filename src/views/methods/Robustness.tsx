import { Formula, fraction } from './math';
import { Section } from './Section';

type Entry = { name: string; text: string; values: string };

/** Formulas as the code has them, with the values for severities 1 to 5. */
const entries: Entry[] = [
  { name: 'Gaussian noise', text: 'x + N(0, c²) at every value', values: 'c = .04, .06, .08, .09, .10' },
  { name: 'Shot noise', text: 'Poisson(c x) / c', values: 'c = 500, 250, 100, 75, 50' },
  {
    name: 'Impulse noise',
    text: 'a value is 0 or 1, with even odds, with probability c',
    values: 'c = .01, .02, .03, .05, .07',
  },
  {
    name: 'Defocus blur',
    text:
      'a disk of radius r, itself blurred over 3 × 3 pixels by a Gaussian of deviation a; edges are ' +
      'mirrored',
    values: 'r, a = .3 .4, .4 .5, .5 .6, 1 .2, 1.5 .1',
  },
  {
    name: 'Frosted glass blur',
    text:
      'a Gaussian blur of deviation s, n rounds in which pixels change places with a neighbour ' +
      'above, left or both, the same blur again. The published code copies one pixel over the other ' +
      'where it means to swap; here they are swapped',
    values: 's, n = .05 1, .25 1, .4 1, .25 2, .4 2',
  },
  {
    name: 'Motion blur',
    text:
      'the mean of 2 r + 1 pixels along an angle from −45° to 45°, weighted by half a Gaussian of ' +
      'deviation s, as ImageMagick’s',
    values: 'r, s = 6 1, 6 1.5, 6 2, 8 2, 9 2.5',
  },
  {
    name: 'Zoom blur',
    text: 'the mean of the image and of its middle enlarged 1, 1.01, 1.02, … times, linear between pixels',
    values: '7, 12, 16, 21, 26 enlargements',
  },
  {
    name: 'Snow',
    text:
      'a layer of normal numbers of mean m and deviation d, enlarged z times, cut off under t and ' +
      'blurred by motion (r, s). It is added, upright and turned by half a turn, to k x + (1 − k) ' +
      'max(x, 1.5 grey + .5)',
    values:
      'm d z t r s k = .1 .2 1 .6 8 3 .95; .1 .2 1 .5 10 4 .9; .15 .3 1.75 .55 10 4 .9; .25 .3 ' +
      '2.25 .6 12 6 .85; .3 .3 1.25 .65 14 12 .8',
  },
  {
    name: 'Frost-like',
    text:
      'a x + b t. The published one lays photographs of frost over the image. This t is a texture of ' +
      'our own: (1 − |2 p − 1|)² of a plasma p of decay 2. So its figures are not comparable with others’',
    values: 'a, b = 1 .2, 1 .3, .9 .4, .85 .4, .75 .45',
  },
  {
    name: 'Fog',
    text:
      '(x + c p) m / (m + c), p a plasma of decay d by the diamond-square algorithm, m the largest ' +
      'value of the image',
    values: 'c, d = .2 3, .5 3, .75 2.5, 1 2, 1.5 1.75',
  },
  {
    name: 'Brightness',
    text: 'c is added to the value of hue, saturation and value',
    values: 'c = .05, .1, .15, .2, .3',
  },
  { name: 'Contrast', text: '(x − mean) c + mean, by channel', values: 'c = .75, .5, .4, .3, .15' },
  {
    name: 'Elastic',
    text:
      'an affine map that moves three corners by up to c, then every pixel moved by a g. Here g is a ' +
      'field of uniform numbers from −1 to 1, blurred by a Gaussian of deviation s; in shares of the side',
    values: 'a, s, c = 0 0 .08, .05 .2 .07, .08 .06 .06, .1 .04 .05, .1 .03 .03',
  },
  {
    name: 'Pixelate',
    text: 'shrunk to the share c of the side by box means, and enlarged again',
    values: 'c = .95, .9, .85, .75, .65',
  },
  {
    name: 'JPEG',
    text:
      'discrete cosine transform of 8 × 8 blocks. Coefficients are rounded to multiples of the tables ' +
      'K.1 and K.2 of ITU-T T.81, scaled as libjpeg scales them; colour has chroma at half the size. ' +
      'Entropy coding loses nothing and is left out. Coefficients that lie almost midway between two ' +
      'multiples may be rounded the other way than by libjpeg-turbo’s integer transform. About 1.2% ' +
      'of the pixels then differ from its by more than 3 grey levels',
    values: 'quality 80, 65, 58, 50, 40',
  },
];

/** How images are corrupted, and what is said of two populations on them. */
export function Robustness() {
  return (
    <Section anchor="robustness">
      <p>
        The fifteen corruptions are those of CIFAR-10-C (Hendrycks and Dietterich, 2019, arXiv 1903.12261),
        with the values that its published code, make_cifar_c.py, gives for severities 1 to 5. They are
        written anew here and made from a seed. The data set’s seed, the corruption, the severity and the
        image’s number decide every random number. Only arithmetic that is exact to the bit is used, so that
        every browser and Node make the same bytes. Values are rounded to the nearest byte, where the
        published code rounds down. Values <i>x</i> run from 0 to 1.
      </p>
      <ul>
        {entries.map(({ name, text, values }) => (
          <li key={name}>
            <b>{name}:</b> {text}. <code>{values}</code>
          </li>
        ))}
      </ul>
      <p>
        The values were chosen for photographs of 32 × 32 pixels in colour. On small grey images with a black
        ground some are far stronger: fog and contrast leave little to see. Where the dense networks are right
        less than twice as often as by guessing, rows are faint, and no ratio should be read.
      </p>
      <p>
        For a corruption at a severity, with <i>a</i>
        <sub>0</sub> and{' '}
        <i>
          a<sub>t</sub>
        </i>{' '}
        the mean top-1 of the dense and of the compressed networks on the same corrupted images, the relative
        change is
      </p>
      <Formula
        words="the relative change is a t minus a 0, over a 0, in percent"
        parts={['100 % ×', fraction('a_t − a_0', 'a_0')]}
      />
      <p>
        Its interval is by the delta method: Welch’s interval of{' '}
        <i>
          a<sub>t,k</sub>
        </i>{' '}
        / <i>a</i>
        <sub>0</sub> against{' '}
        <i>
          a<sub>0,k</sub> a<sub>t</sub>
        </i>{' '}
        / <i>a</i>
        <sub>0</sub>² over the networks <i>k</i>. For paired populations it is that of their paired
        differences. What a network loses is its top-1 on the corrupted minus the one on the clean images,
        with a <i>t</i> interval over networks. What corruption adds to the cost of compression is the
        compressed networks’ mean loss minus the dense ones’, by Welch or paired. Averages over severities and
        corruptions are taken network by network before anything is compared; relative changes are of
        averages, not averages of ratios.
      </p>
      <p>
        PIEs under corruption are images whose modal labels differ on the corrupted copies. How many of them
        are PIEs of the clean images too stands beside it. Where it is known how many networks are right on
        each image, what corruption adds and the relative change have intervals for other images too. Their
        variance is that between images plus that between networks. The sentence and the lines of the chart go
        by them. They are rather too wide, since single answers are in both variances. The other intervals
        speak of networks: the images are held fixed. All hold fixed the one corrupted copy of each image.
        Fifteen corruptions are fifteen comparisons; none is adjusted.
      </p>
    </Section>
  );
}
