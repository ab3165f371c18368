import { Formula, fraction, power, row, sum } from './math';
import { Section } from './Section';

/** How sure each figure is: intervals, and what they are taken over. */
export function Intervals() {
  return (
    <Section anchor="intervals">
      <p>
        All intervals are 95%. Most speak of networks, with the images held fixed, or of images, with the
        networks held fixed. Where one speaks of both, as for classes above, that is said beside it.
      </p>
      <p>
        <b>Over networks</b>: accuracy, recall and <i>d</i> have a <i>t</i> interval. With <i>s</i> the sample
        standard deviation of <i>K</i> networks and <i>t</i>* the 97.5% quantile of Student’s distribution (
        <i>K</i> − 1 degrees of freedom), it is
      </p>
      <Formula
        words="the mean plus or minus t star times s over the square root of K"
        parts={['mean ± t^*', fraction('s', power('K', '1/2'))]}
      />
      <p>
        not clipped. For the difference of two independent populations the error is that of Welch’s test
        above, √(<i>e</i>
        <sub>0</sub> + <i>e</i>
        <sub>
          <i>t</i>
        </sub>
        ), and <i>t</i>* has its degrees of freedom. For paired ones it is the interval of the mean
        difference. One network has no interval.
      </p>
      <p>
        <b>Shares of images</b> have Wilson’s interval (1927). Of <i>N</i> images, with <i>z</i> = 1.96, its
        ends are
      </p>
      <Formula
        words={
          'the ends are (share plus z squared over 2 N, plus or minus z times the square root of ' +
          '(share times (1 minus share) over N plus z squared over 4 N squared)) over (1 plus z ' +
          'squared over N)'
        }
        parts={[
          fraction(
            row(
              'share +',
              fraction('z^2', '2 N'),
              '± z',
              power(
                row('(', fraction('share ( 1 − share )', 'N'), '+', fraction('z^2', '4 N^2'), ')'),
                '1/2',
              ),
            ),
            row('1 +', fraction('z^2', 'N')),
          ),
        ]}
      />
      <p>
        It stays within 0 and 1, and has a width where the share is 0. Differences of two counts of PIEs have
        the score interval given under “What retraining alone does”.
      </p>
      <p>
        <b>By bootstrap</b> (ratios of shares, kappa): as many images as there are, are drawn with
        replacement, <i>B</i> times from a seed. The figure is computed anew for each draw. The interval runs
        from the 2.5% to the 97.5% quantile of the <i>B</i> values (percentile method, linear between order
        statistics):
      </p>
      <Formula
        words={
          'from the value of rank 1 plus 0.025 times (B minus 1) to that of rank 1 plus 0.975 times ' +
          '(B minus 1)'
        }
        parts={['[ θ_(1+.025(B−1)) , θ_(1+.975(B−1)) ]']}
      />
      <p>
        A figure that some draw leaves undefined has none. For a split-half floor: the same quantiles over its
        splits. Networks are only ever drawn without replacement: drawing them with replacement repeats
        networks, which inflates counts of PIEs.
      </p>
      <p>
        <b>The sign test</b> tells, in the report of findings, whether one of two counts is larger than the
        other. Of the <i>n</i> classes that only one of the two flags, <i>k</i> are on the rarer side. If both
        sides were as likely, so few would be there with probability
      </p>
      <Formula
        words="p equals 2 times the sum, over j from 0 to k, of n choose j over 2 to the power n"
        parts={['p = 2', sum('j ≤ k'), fraction(row('n !'), row('j !', '( n − j ) !')), power('2', '− n')]}
      />
      <p>exactly, and at most 1. It is rough where the two counts share networks or images.</p>
    </Section>
  );
}
