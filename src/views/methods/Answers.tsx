import { Formula, fraction, power, row, sum } from './math';
import { Section } from './Section';

/**
 * What is said of single networks' answers and their probabilities: what predicts a PIE, calibration,
 * indices.
 */
export function Answers() {
  return (
    <>
      <Section anchor="predictors">
        <p>
          Images are ranked by what the dense networks say of them before anything is compressed. One ranking
          is by the <b>vote margin</b>, votes of the first class minus those of the second; one by the{' '}
          <b>entropy</b> of their votes. Where predictions carry probabilities, others are by the mean
          probability of the answer and of the true class. The area under the ROC curve is the chance that a
          PIE ranks before an image that is not a PIE; a tie counts as one half. With <i>m</i> PIEs and{' '}
          <i>n</i> other images, its squared standard error is
        </p>
        <Formula
          words="the squared standard error of the area is S 1 0 over m plus S 0 1 over n"
          parts={[power('SE', '2'), '=', fraction('S_10', 'm'), '+', fraction('S_01', 'n')]}
        />
        <p>
          where <i>S</i> are two sample variances, over the PIEs and over the others (DeLong, DeLong and
          Clarke-Pearson 1988). They are of the share of the other group that each image is ranked against
          rightly. The interval is normal, clipped to 0 and 1; it holds the networks fixed and speaks of
          images. A curve without a mistake has no interval.
        </p>
        <p>
          A PIE is an image whose dense majority is overturned. Where the dense votes are nearly even, one
          vote does it: part of what is predicted is there by construction. So beside it stands the same for
          the images that retraining alone changes. The PIE rate by bin has Wilson’s interval.
        </p>
      </Section>
      <Section anchor="calibration">
        <p>
          A network is calibrated when its answers of probability <i>p</i> are right in the share <i>p</i> of
          cases. Its <i>N</i> answers are binned by the probability of the answer, in 15 bins of equal width,
          or of equally many answers. With <i>n</i> answers in bin <i>b</i>,
        </p>
        <Formula
          words={
            'E C E equals the sum over b of n b over N times the absolute difference of accuracy in ' +
            'b and confidence in b'
          }
          parts={['ECE =', sum('b'), fraction('n_b', 'N'), '| acc_b − conf_b |']}
        />
        <p>
          for each network (top-label calibration, Guo et al. 2017), then the mean over networks with its{' '}
          <i>t</i> interval. <b>Over-confidence</b> is mean probability minus accuracy, in points: it keeps
          its sign, which ECE loses. ECE is never below 0 and grows where bins are thin, so that small values
          with few images mean little. In the diagram a bin holds the answers of all networks. Its interval
          treats a network as one draw (ratio estimator, <i>t</i> with <i>K</i> − 1 degrees of freedom).
          Changes are compared by Welch’s interval, paired populations by that of the pairs.
        </p>
      </Section>
      <Section anchor="indices">
        <p>
          <b>Mismatch</b> is the share of images whose label differs (churn: Milani Fard et al. 2016), split
          by what becomes of the answer: right to wrong, wrong to right, wrong to another wrong. Between
          paired networks it compares each with its dense self. Between independent populations it is the mean
          over all pairs, with the interval over compressed networks. Beside it stands the mean over all pairs
          of dense ones. A dense network is in many of those pairs, so their interval leaves out one network
          with all its pairs at a time. That is the jackknife, with <i>K</i> − 1 degrees of freedom, from
          three networks on. Between modal labels it is the share of PIEs, with Wilson’s interval.
        </p>
        <p>
          Two indices of Blakeney et al. (2021) say how unevenly classes change. Of class <i>c</i>, let{' '}
          <i>x</i> and <i>y</i> be the changes of its false positive and its false negative rate, relative to
          the rates they are compared with. The <b>combined error variance</b> and the{' '}
          <b>symmetric distance error</b> are
        </p>
        <Formula
          words={
            'C E V equals one over C times the sum over c of (x c minus mean x) squared plus (y c ' +
            'minus mean y) squared'
          }
          parts={[
            'CEV =',
            fraction('1', 'C'),
            sum('c'),
            row('[', power('( x_c − mean_x )', '2'), '+', power('( y_c − mean_y )', '2'), ']'),
          ]}
        />
        <Formula
          words="S D E equals one over C times the sum over c of the absolute difference of y c and x c"
          parts={['SDE =', fraction('1', 'C'), sum('c'), '| y_c − x_c |']}
        />
        <p>
          as in the demonstration that the authors released. The paper compares one network with one; here
          every compressed network is compared with the dense population’s mean rates, or, when paired, with
          its dense self. Both indices are above 0 for noise alone, so beside them stands every dense network
          against the mean rates of the others. Whether compression changes classes more unevenly is told by
          Welch’s interval of the difference of the two means over networks. It is approximate: networks of
          one side share what they are compared with. Classes without images, or with a rate of 0 to compare
          with, are left out and counted.
        </p>
      </Section>
    </>
  );
}
