import { Formula, fraction, row } from './math';
import { Section } from './Section';

/**
 * What is measured on other populations than the balanced, full-width ones: rare classes, and networks
 * trained small.
 */
export function Populations() {
  return (
    <>
      <Section anchor="longTail">
        <p>
          Do PIEs fall on the classes that were rare in training? A dataset of the zoo keeps only part of the
          training images. Class counts fall geometrically from 6,000 to 60: round(6000 × 100
          <sup>−rank/9</sup>) for ranks 0 to 9. Which class has which rank, and which images stay, is drawn by
          SHA-256 from a seed. It is tested on all test images, as many of each class. Of <i>P</i> PIEs,{' '}
          <i>p</i> are in class <i>c</i>; of <i>N</i> images, <i>n</i> are of that class. The over-index ratio
          is
        </p>
        <Formula
          words="the ratio of class c equals p of c over P, divided by n of c over N"
          parts={['ratio [ c ] =', fraction(row('p [ c ] / P'), row('n [ c ] / N'))]}
        />
        <p>
          1 where PIEs are spread evenly. The table has it over the share of the training images too. On a
          balanced test set that ratio is large for rare classes even when PIEs are spread evenly, so it is
          not the headline. Both have 95% intervals by bootstrap over images (1,000 draws from the
          experiment’s seed, percentiles; networks held fixed). A class without PIE has ratio 0 and no
          interval.
        </p>
        <p>
          Rare classes are hard, and retraining alone changes hard images. So where there is a second dense
          population of enough networks, the same ratio is taken of the images that it changes, in the same
          draws. The difference of the two ratios has a percentile interval from those draws too. PIEs gather
          in a class <b>more than with retraining</b> only where that interval excludes 0. Both sets come from
          one dense population, held fixed, so the interval speaks of other images, not of other networks. For
          paired populations the ratio of retraining is context, and no difference is taken.
        </p>
        <p>
          <b>Head</b> and <b>tail</b> are the round(<i>C</i>/3) of <i>C</i> classes with the most and the
          fewest training images, <b>medium</b> those between; of equal counts the smaller class index comes
          first. This is a choice of ours, since fixed counts such as “fewer than 20 images” say nothing here.
          With equal counts there are none. <b>Balanced accuracy</b> is the mean of the classes’ recalls,
          network by network, with a <i>t</i> interval. Its change has Welch’s interval, or the paired one for
          paired populations. On all 10,000 test images it equals top-1.
        </p>
        <p>
          <b>Rare, or hard?</b> The tail’s mean recall minus the head’s changes with compression. It does so
          in networks trained on the long tail, and in those trained on all images, where the same classes are
          not rare. The difference of the two changes is given in points and, as a ratio, on the odds of an
          error. Its interval lets networks and images both vary. Its variance is that between the networks of
          each of the four populations, plus that between images within each class, minus that of single
          answers, which both hold. Its degrees of freedom are Satterthwaite’s. One ranking of the classes is
          one draw of which are rare. So only rankings that all leave 0 out on one side say that rare classes
          lose more.
        </p>
      </Section>
      <Section anchor="capacity">
        <p>
          Is a large network that was pruned better than a small one that never had more weights? The zoo has
          dense networks with fewer channels in every layer, trained from seeds of their own by the same
          recipe. They are independent of the dense population, so what retraining alone does is their noise
          floor. Three widths have the kernel weights of the populations pruned to 50, 70 and 90%, within 2%.
          Two have half and a quarter of the channels. Weights of convolutions and of the last layer count,
          biases and BatchNorm do not. An index that a pruned layer must store is not counted either, so equal
          weights are not equal bytes.
        </p>
        <p>
          PIE counts depend on how many networks vote. All populations of this comparison, the dense one
          included, therefore count with as many networks as the smallest has: the first of each. The
          difference in top-1 has Welch’s interval over networks, the difference in PIEs the interval that
          PIEs beyond the floor have. Both populations saw as many training images; the small one would train
          faster.
        </p>
      </Section>
    </>
  );
}
