import { LEAST_PIES } from '../accuracy/groups';
import { Formula, fraction, operator, power, row } from './math';
import { Section } from './Section';

/** How the impact on classes and the accuracy on PIEs are tested. */
export function Statistics() {
  return (
    <>
      <Section anchor="impact">
        <p>
          For network <i>k</i>, let acc be its accuracy and recall its accuracy on the images of class{' '}
          <i>c</i>. What the class does beyond the network as a whole is
        </p>
        <Formula
          words="d k of c equals recall k of c minus acc k"
          parts={['d_k [ c ] = recall_k [ c ] − acc_k']}
        />
        <p>
          a difference in points, no ratio. For each class the values <i>d</i> of the two populations are
          compared by Welch’s two-sided test. With the sample variances <i>v</i>, let <i>e</i> = <i>v</i>/
          <i>K</i> be the squared standard error of each mean; then
        </p>
        <Formula
          words={
            't equals (mean of d in the dense population minus mean of d in the compressed one) over ' +
            'the square root of e 0 plus e t'
          }
          parts={['t =', fraction('mean_0 − mean_t', power('( e_0 + e_t )', '1/2'))]}
        />
        <Formula
          words={
            'degrees of freedom: (e 0 plus e t) squared, over e 0 squared over K 0 minus 1, plus e t ' +
            'squared over K t minus 1'
          }
          parts={[
            'df =',
            fraction(
              power('( e_0 + e_t )', '2'),
              row(fraction(power('e_0', '2'), 'K_0 − 1'), '+', fraction(power('e_t', '2'), 'K_t − 1')),
            ),
          ]}
        />
        <p>
          A class is flagged when <i>p</i> ≤ .05. Two effects are shown, in points: the <b>change</b> in mean
          recall, and the change <b>beyond the model</b>, which is the change in mean <i>d</i>. A negative
          one: the class lost more than the model did.
        </p>
        <p>
          How many classes chance alone would flag is counted, not taken to be .05 a class. The networks of
          both populations are relabelled at random (paired ones swap within their pairs), and the tests are
          made again. Their flags are averaged over 20 to 400 shuffles, 4,000 tests in all. The paper adjusts
          nothing; beside each raw <i>p</i> stands the one adjusted by Benjamini and Hochberg’s procedure
          (1995). Of <i>m</i> values in ascending order the <i>i</i>-th, <i>p</i>, becomes
        </p>
        <Formula
          words={
            'the adjusted p of rank i, q i, is the smallest, over the ranks j from i on, of m times ' +
            'p j over j'
          }
          parts={['q_i =', operator('min', 'j ≥ i'), fraction('m p_j', 'j')]}
        />
        <p>
          so that of the classes with an adjusted <i>p</i> of at most .05 no more than 5% are expected to be
          flagged by mistake. A population of one network and a class without images allow no test, and then
          none is shown. If neither population varies at all, <i>p</i> is 1 for equal means and 0 for
          different ones.
        </p>
        <p>
          Welch’s test takes the populations for independent. For paired ones it is too cautious; there the
          paired <i>t</i>-test is given as well. It is made on each network’s difference δ, its <i>d</i> after
          minus its <i>d</i> before. With <i>s</i> the sample standard deviation of δ and <i>K</i> − 1 degrees
          of freedom,
        </p>
        <Formula
          words="t equals the mean of delta over (s over the square root of K)"
          parts={['t =', fraction('mean_δ', row('s /', power('K', '1/2')))]}
        />
        <p>
          Welch’s interval lets the networks vary and holds the images fixed. Beside it stands the interval
          for other networks <i>and</i> other images, which cross. Its variance is that between networks plus
          that between images, minus that of single answers, which both hold (Cornfield and Tukey 1956). Its
          degrees of freedom are Satterthwaite’s. Sentences name a class only where it stands on that one too.
        </p>
        <p>
          Points say what a class loses; the <b>odds of an error</b>, (1 − recall) / recall, say by what
          factor its errors grow beyond the model’s. The two can disagree: a class with many errors loses
          points easily. A claim names its scale, and where the other says otherwise, that is said.
        </p>
        <p>
          A sentence that names the class, group or corruption with the <b>most</b> has picked it from many.
          Its <i>p</i> is adjusted where there is one. Its interval is that of one named beforehand, so rather
          too narrow. The details say from how many it was picked, and for classes and groups the interval
          that allows for that: 95% for all of them at once (Bonferroni). Changes beyond the model depend on
          each other, so it is rather too wide. Intervals of ratios are by bootstrap, whose draws are too few
          for such an allowance.
        </p>
        <p>
          Over several levels, all tests of classes and levels and those of retraining alone are{' '}
          <b>one family</b>. The networks of each level are relabelled 2,000 times in the same order. An
          adjusted <i>p</i> is the share of relabellings, the observed one counted, whose largest |<i>t</i>|
          of the whole family reaches it (Westfall and Young 1993). Where a class is flagged first follows
          from these; a class that retraining alone flags counts for no level.
        </p>
      </Section>
      <Section anchor="accuracy">
        <p>
          The mean top-1 accuracy of each population on the PIEs, on all images, and on the images that are no
          PIEs. The paper finds that accuracy collapses on PIEs for dense <i>and</i> compressed networks, and
          that leaving them out lifts both. They are called harder where the 95% interval of accuracy on PIEs
          minus that on all images leaves 0 out, with networks and images both varying as above. That is said
          only where there are {LEAST_PIES} PIEs or more, since the interval takes a mean over images to be
          normal. Which images are PIEs is held fixed: other networks would choose others.
        </p>
        <p>
          PIEs are chosen because the populations disagree on them, so part of that drop is there by
          construction. Beside it stands a matched comparison. The non-PIEs are weighted to have the PIEs’
          distribution of two things: the dense vote margin, and whether the dense modal label is right. The
          margin is the votes of the first class minus those of the second. PIEs that find no such match are
          counted. Two differences have intervals with networks and images varying too. One is accuracy on the
          matched PIEs minus that on their matches; the other is accuracy on the PIEs minus that on the images
          that retraining alone changes. The variance between images is the sum of squares of how far each
          image moves the difference. A PIE moves it by its own answer and by the share of its stratum,
          another image by the mean of its stratum. The variance between networks is added. That of single
          answers, which is in both, is taken off once, as for classes. Over simulated networks and images
          these intervals were tried for how often they hold; <code>docs/claims.md</code> has the figures.
        </p>
      </Section>
    </>
  );
}
