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
          compared by Welch’s two-sided test. With sample variances <i>v</i>, let <i>e</i> = <i>v</i>/<i>K</i>{' '}
          be the squared standard error of each mean; then
        </p>
        <Formula
          words="t equals (mean of d in the dense population minus mean of d in the compressed one) over the square root of e 0 plus e t"
          parts={['t =', fraction('mean_0 − mean_t', power('( e_0 + e_t )', '1/2'))]}
        />
        <Formula
          words="degrees of freedom: (e 0 plus e t) squared, over e 0 squared over K 0 minus 1, plus e t squared over K t minus 1"
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
          With <i>C</i> classes tested, chance alone would flag .05 × <i>C</i> of them. The paper adjusts
          nothing; beside each raw <i>p</i> stands the one adjusted by Benjamini and Hochberg’s procedure
          (1995). Of <i>m</i> values in ascending order the <i>i</i>-th, <i>p</i>, becomes
        </p>
        <Formula
          words="the adjusted p of rank i, q i, is the smallest, over the ranks j from i on, of m times p j over j"
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
          paired <i>t</i>-test is given as well, on each network’s difference δ, its <i>d</i> after minus its{' '}
          <i>d</i> before, whose sample standard deviation is <i>s</i>, with <i>K</i> − 1 degrees of freedom:
        </p>
        <Formula
          words="t equals the mean of delta over (s over the square root of K)"
          parts={['t =', fraction('mean_δ', row('s /', power('K', '1/2')))]}
        />
      </Section>
      <Section anchor="accuracy">
        <p>
          The mean top-1 accuracy of each population on the PIEs, on all images, and on the images that are no
          PIEs. The paper finds that accuracy collapses on PIEs for dense <i>and</i> compressed networks, and
          that leaving them out lifts both. They are called harder where the 95% intervals over networks of
          both shares lie apart, and only where there are {LEAST_PIES} PIEs or more: the intervals hold the
          images fixed, so that a single image which every network misses would be harder beyond any doubt.
        </p>
        <p>
          PIEs are chosen because the populations disagree on them, so part of that drop is there by
          construction. Beside it stands a matched comparison: the non-PIEs, weighted so that they have the
          PIEs’ distribution of dense vote margin (votes of the first class minus those of the second) and of
          whether the dense modal label is right. PIEs that find no such match are counted.
        </p>
      </Section>
    </>
  );
}
