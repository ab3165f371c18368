import { LEAST_PIES } from '../accuracy/groups';
import { Groups } from './Groups';
import { Formula, fraction, operator, power, row, sum } from './math';
import { Section } from './Section';

/** How counts are tested and bounded: class impact, accuracy on subsets, the noise floor, intervals. */
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
      <Section anchor="floor">
        <p>
          Populations that were trained independently disagree on some images even when nothing was
          compressed. The paper’s own table shows it: storing weights as float16 hardly changes an answer of
          the same network, yet counts 2,019 PIEs and 53 flagged classes (arXiv 1911.05248 v2, ImageNet). So
          every count of independently trained populations stands here beside what retraining alone gives.
        </p>
        <p>
          <b>With a null population</b>, a second dense one with other seeds: the dense networks are audited
          against as many null networks as there are compressed ones, on the same images. Sizes must match,
          since counts depend on <i>K</i>. The PIEs beyond that floor are <i>b</i> − <i>c</i>, where <i>b</i>{' '}
          images are only in the first of the two sets and <i>c</i> only in the second; the interval is the
          score interval for such a difference (Tango 1998), which holds for small counts too. It holds both
          null and compressed networks fixed, so it does not say whether other networks would give the same.
        </p>
        <p>
          <b>The test</b> of that is a permutation test: all networks of both populations are relabelled at
          random, 2,000 times from a seed (200 times from 200,000 images on), and the PIEs of each relabelling
          counted. That is how the count varies if compression does nothing. <i>p</i> is the share of
          relabellings with as many PIEs or more, the observed one counted among them; the excess is the
          observed count minus their mean, and its interval holds the shifts that the test does not reject.
          “More than retraining alone” is said at <i>p</i> ≤ .05.
        </p>
        <p>
          An excess that is not significant is no proof of equality. “No more than retraining alone” is said
          only where two one-sided tests, each at 5%, put the excess within 20% of the floor either way;
          otherwise the two are “not distinguishable”.
        </p>
        <p>
          With a million images almost any difference is significant, be it of no use to anybody. So effects
          and their intervals stand first, in the unit of the question (images, points, odds), and <i>p</i>{' '}
          after them; from 200,000 images on the result says so.
        </p>
        <p>
          <b>The floor as a distribution</b>: dense and null networks are mixed and split again at random.
          Beside it stands what the vote shares of each image lead to expect: if both sides’ votes are drawn
          independently from the shares <i>q</i>, they disagree with the probability
        </p>
        <Formula
          words="one minus the sum over classes of the probability that the class wins one side times the probability that it wins the other"
          parts={['1 −', sum('c'), 'P(c wins | K, q) P(c wins | K′, q)']}
        />
        <p>
          summed over the images, with the tie rule, exactly for up to 128 networks a side. It needs one dense
          population only.
        </p>
        <p>
          <b>Without one</b>: the dense population is split at random into two halves, 200 times with a seeded
          generator, and half is audited against half, beside half of the dense against as many compressed
          networks. That floor belongs to those half counts and is never subtracted from the full one.
        </p>
        <p>
          <b>Paired populations</b> were not trained again, so retraining has no part in what differs; what it
          changes is given as context and never subtracted, and the share of answers that changed per network
          is given too. Their floor is what the same treatment does with nothing removed. Re-estimating
          BatchNorm alone changes answers, so networks pruned here are compared with dense ones that were
          re-estimated on the same calibration images, network by network; every network draws its own images,
          from a seed, so that what the draw does averages out. What re-estimation alone changes has a row of
          its own in the table of levels. Dense networks as trained can be chosen instead. Only where nothing
          but the weights’ removal or rounding happened is the floor 0.
        </p>
      </Section>
      <Section anchor="draws">
        <p>
          How many PIEs there are depends on how many networks vote: with nothing but noise, more networks a
          side disagree on fewer images. So <i>k</i> networks a side are drawn from the trained ones, 200
          times, from a seed, for every <i>k</i> from one to all. They are drawn <b>without replacement</b>:
          drawing some networks twice would let them outvote the rest and inflate the counts several times
          over. The line is the mean count, the band its 2.5% and 97.5% quantiles. Draws of nearly all
          networks share most of them, so the band closes at the end by construction.
        </p>
        <p>
          With half the networks, each image has a share of draws in which it is a PIE. One that is a PIE in
          at least 95% of them does not depend on which of these networks are drawn; whether it depends on the
          networks that happened to be trained, draws from the same networks cannot say.
        </p>
      </Section>
      <Section anchor="persistence">
        <p>
          Two sets of PIEs are compared by Jaccard’s index, the images in both over the images in either, with
          Wilson’s interval of that share, beside what two random sets of those sizes would share: the product
          of their sizes over the number of images. An image persists when it stays a PIE at every stronger
          level of the same method; shares of PIEs that stay have Wilson’s interval too.
        </p>
        <p>
          All sets are PIEs against the same dense networks, so that images on which those are divided recur
          in every set, and random sets are too low a bar. Sets <b>as contested</b> hold as many images of
          every dense vote margin <i>m</i> as these do, drawn at random among the images of that margin; they
          would share Σ<sub>m</sub> <i>a</i>
          <sub>m</sub> <i>b</i>
          <sub>m</sub> / <i>n</i>
          <sub>m</sub>, where <i>a</i>
          <sub>m</sub>, <i>b</i>
          <sub>m</sub> and <i>n</i>
          <sub>m</sub> count the images of that margin in the two sets and in all. The range is that of 95% of
          such draws: independent hypergeometric counts, by their normal approximation.
        </p>
        <p>
          Over several populations an image counts in exactly one group: that of the sets it is a PIE of, and
          of no other. The chart of these groups follows Lex, Gehlenborg, Strobelt, Vuillemot, Pfister, UpSet
          (2014). Sets that were computed in this tab join those of the zoo when they are of as many networks
          and images and of the same tie rule.
        </p>
      </Section>
      <Section anchor="beside">
        <p>
          Both compressions are compared with the same dense population on the same images. PIEs are split
          into those of the first only, of both, of the second only. The difference <i>b</i> − <i>c</i> of
          their counts has the standard error √(<i>b</i> + <i>c</i> − (<i>b</i> − <i>c</i>)² / <i>N</i>),{' '}
          <i>b</i> and <i>c</i> the images in one set alone: it holds the networks fixed and speaks of images
          only. Where fewer networks of one compression are trained, its comparison is on fewer, which is
          said: counts of PIEs depend on the number of networks. Classes are set beside each other by the
          change beyond the model that each comparison gives.
        </p>
        <p>
          Whether the two differ on a class is tested on the <i>d</i> of their own networks, those of the
          first minus those of the second, so that the dense population drops out: by Welch’s test where the
          two were trained independently of each other, by the paired <i>t</i>-test where both are made of the
          same dense networks. The <i>p</i> values are adjusted over the classes by Benjamini and Hochberg’s
          procedure. Their top-1 is set apart in the same way.
        </p>
      </Section>
      <Section anchor="table">
        <p>
          Top-3 is the share of images whose true class is among the first three, mean over networks with its{' '}
          <i>t</i> interval. The change of top-1 has Welch’s interval over networks, between paired
          populations that of the pairs; where it includes 0, no direction is claimed. Size is that of the
          kernels alone, float16, in compressed rows where that is smaller, with int8 a byte a weight and a
          float32 scale an output channel. Multiply-adds are those of one image, zeros skipped. Time is one
          image through one network: the wall time of a run in this tab over its pairs of network and image,
          all cores at work; for the dense networks by the device’s measured speed. It stands only where
          something ran here. The paper’s figures are its own, on other networks and data, and include what
          retraining alone changes.
        </p>
      </Section>
      <Groups />
      <Section anchor="intervals">
        <p>
          All intervals are 95%. An interval speaks of networks, with the images held fixed, or of images,
          with the networks held fixed; none speaks of both.
        </p>
        <p>
          <b>Over networks</b>: accuracy, recall and <i>d</i> have a <i>t</i> interval. With <i>s</i> the
          sample standard deviation of <i>K</i> networks and <i>t</i>* the 97.5% quantile of Student’s
          distribution with <i>K</i> − 1 degrees of freedom it is
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
          ), and <i>t</i>* has its degrees of freedom; for paired ones it is the interval of the mean
          difference. One network has no interval.
        </p>
        <p>
          <b>Shares of images</b> have Wilson’s interval (1927). Of <i>N</i> images, with <i>z</i> = 1.96, its
          ends are
        </p>
        <Formula
          words="the ends are (share plus z squared over 2 N, plus or minus z times the square root of (share times (1 minus share) over N plus z squared over 4 N squared)) over (1 plus z squared over N)"
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
          It stays within 0 and 1, and has a width where the share is 0. Differences of two counts of PIEs
          have the normal interval, 1.96 times the error given under “What retraining alone does”.
        </p>
        <p>
          <b>By bootstrap</b> (ratios of shares, kappa): as many images as there are, are drawn with
          replacement, <i>B</i> times from a seed, and the figure is computed anew for each draw; the interval
          runs from the 2.5% to the 97.5% quantile of the <i>B</i> values (percentile method, linear between
          order statistics):
        </p>
        <Formula
          words="from the value of rank 1 plus 0.025 times (B minus 1) to that of rank 1 plus 0.975 times (B minus 1)"
          parts={['[ θ_(1+.025(B−1)) , θ_(1+.975(B−1)) ]']}
        />
        <p>
          A figure that some draw leaves undefined has none. For a split-half floor: the same quantiles over
          its splits. Networks are only ever drawn without replacement: drawing them with replacement repeats
          networks, which inflates counts of PIEs.
        </p>
        <p>
          <b>The sign test</b> tells, in the report of findings, whether one of two counts is larger than the
          other: of the <i>n</i> classes that only one of the two flags, <i>k</i> are on the rarer side; if
          both sides were as likely, so few would be there with probability
        </p>
        <Formula
          words="p equals 2 times the sum, over j from 0 to k, of n choose j over 2 to the power n"
          parts={['p = 2', sum('j ≤ k'), fraction(row('n !'), row('j !', '( n − j ) !')), power('2', '− n')]}
        />
        <p>exactly, and at most 1. It is rough where the two counts share networks or images.</p>
      </Section>
    </>
  );
}
