import { Formula, fraction, row, sum } from './math';
import { Section } from './Section';

/** What is followed over levels and among groups of images, and what of it is arithmetic. */
export function Groups() {
  return (
    <>
      <Section anchor="curves">
        <p>
          Each class is followed over the trained levels by its change beyond the model, with the Welch
          interval and test of each level. Every level is compared with the same dense population. The first
          level at which a class is flagged is given by the raw <i>p</i> and by an adjusted one. That is
          adjusted for all tests of levels and classes as one family, where the page has it, else over the
          classes of its level.
        </p>
        <p>
          The paper finds that fewer classes fall, and that they fall harder. Here each level tells how many
          classes lose more than the model and how many gain on it, and the mean size of either. On a test set
          with equally many images of each of <i>C</i> classes the changes beyond the model add up to nothing:
        </p>
        <Formula
          words="the sum over classes c of the mean of d t of c minus the mean of d 0 of c is zero"
          parts={[sum('c'), row('( mean_t [ c ] − mean_0 [ c ] )'), '= 0']}
        />
        <p>
          So the smaller side moves further by arithmetic. That fewer fall is a finding; that they then fall
          harder is not.
        </p>
        <p>
          <b>Does compression deepen what was already weak?</b> A class’s dense recall minus the dense
          accuracy is set against its change beyond the model. The figure is Spearman’s rank correlation over
          classes, with the interval of Bonett and Wright (Psychometrika 65, 2000):
        </p>
        <Formula
          words={
            'tanh of (atanh of r plus or minus 1.96 times the square root of (1 plus r squared over ' +
            '2) over (n minus 3))'
          }
          parts={['tanh ( atanh ( r ) ± 1.96', row('√', fraction('1 + r^2 / 2', 'n − 3')), ')']}
        />
        <p>
          Its <i>n</i> is the number of classes: with ten, little but a strong relation can be told from none.
          Both sides contain the dense recall, with opposite signs, so noise in it pushes the correlation
          down. The retrained population, for which there is nothing else to find, shows by how much.
        </p>
        <p>
          <b>Classes that move together</b> are ordered by average linkage on the distance 1 − <i>r</i>, with
          Pearson’s <i>r</i> over the levels. With four levels even curves without any relation pass |<i>r</i>
          | = .95 in 5% of pairs, and curves that grow with the level are related through it.
        </p>
      </Section>
      <Section anchor="subgroups">
        <p>
          Images are put in groups by an attribute: their class, a column that came with them, or what their
          pixels say. Numbers are put in quarters, divided at the quartiles (linear between order statistics);
          equal values share a quarter. Two attributes can be crossed. In every group each network has an
          error rate. Where a class is held against the rest, it also has a false positive rate: the share of
          images of other classes that are called it. Its false negative rate is the share of images of the
          class that are called otherwise. As for classes, each network’s rate over all images is subtracted
          before populations are compared:
        </p>
        <Formula
          words="d k of g equals rate k of g minus rate k of all images"
          parts={['d_k [ g ] = rate_k [ g ] − rate_k']}
        />
        <p>
          by Welch’s test, or for paired populations by the paired <i>t</i>-test, with its interval over
          networks; images are held fixed. As for classes, the table has the interval for other images too,
          and the sentence goes by that one. It also has the growth of the odds, rate / (1 − rate), beside
          that over all images. Rates over fewer than 20 images are not tested. Otherwise a group of one image
          that no network misses would differ from the model beyond doubt. All tests of a table count as
          comparisons, and Benjamini and Hochberg’s procedure adjusts over them. The groups of one attribute
          make up the whole, so their changes, weighted by size, add up to nothing and their tests are not
          independent.
        </p>
        <p>
          A group’s <b>share of the PIEs</b> over its share of the images is 1 when PIEs are spread evenly.
          Its interval is a percentile bootstrap over images, with networks held fixed. It takes 1,000 draws
          with replacement from the experiment’s seed; from 200,000 images on, the page takes 200. A group
          without a PIE has none. With a second dense population of enough networks, the same ratio of the
          images that retraining alone changes stands beside it. PIEs are said to gather in a group more than
          with retraining only where the interval of the difference, from the same draws, excludes 0. It is
          the same for the long tail.
        </p>
        <p>
          Computed attributes use luma <i>L</i> in 0 to 1: the grey value / 255, or for colour (0.299 R +
          0.587 G + 0.114 B) / 255 (ITU-R BT.601). <b>Brightness</b> is its mean, <b>contrast</b> its standard
          deviation (divided by <i>n</i>), <b>ink</b> the share of the pixels with <i>L</i> &gt; 0.2.{' '}
          <b>Edges</b> is the share of pixels whose Sobel gradient is over 0.25. The gradient is divided by 4,
          so that a straight step from 0 to 1 counts as 1; the pixels beyond the border repeat it.{' '}
          <b>Symmetry</b> is
        </p>
        <Formula
          words={
            'symmetry is 1 minus the sum over pixels of the absolute difference of L and its mirror ' +
            'image over twice the sum of L'
          }
          parts={[
            '1 −',
            fraction(
              row(sum('x , y'), '| L ( x , y ) − L ( W − 1 − x , y ) |'),
              row('2', sum('x , y'), 'L ( x , y )'),
            ),
          ]}
        />
        <p>
          1 for its own mirror image, and for an image without any light. What a group is called says nothing
          of why it pays: brightness goes along with the class, and crossing the two shows how far.
        </p>
      </Section>
    </>
  );
}
