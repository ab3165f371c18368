import { Formula, sum } from './math';
import { Section } from './Section';

/**
 * What retraining alone changes, how PIEs hold over draws of networks and levels, and compressions side by
 * side.
 */
export function Retraining() {
  return (
    <>
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
          since the counts depend on <i>K</i>. The PIEs beyond that floor are <i>b</i> − <i>c</i>, where{' '}
          <i>b</i> images are only in the first of the two sets and <i>c</i> only in the second. The interval
          is the score interval for such a difference (Tango 1998), which holds for small counts too. It holds
          both null and compressed networks fixed, so it does not say whether other networks would give the
          same.
        </p>
        <p>
          <b>The test</b> of that is a permutation test. All networks of both populations are relabelled at
          random, and the PIEs of each relabelling are counted. This is done 2,000 times from a seed; 200
          times where there are 200,000 images or more. That is how the count varies if compression does
          nothing. <i>p</i> is the share of relabellings with as many PIEs or more, the observed one counted
          among them. The excess is the observed count minus their mean. Its interval holds the shifts that
          the test does not reject. “More than retraining alone” is said at <i>p</i> ≤ .05.
        </p>
        <p>
          An excess that is not significant is no proof of equality. “No more than retraining alone” is said
          only where two one-sided tests, each at 5%, put the excess within a margin of the floor either way.
          It is 20% of the floor, unless another is chosen under “Is it real?” (<code>margin</code> in the
          address). Otherwise the two are “not distinguishable”. Networks that fall into two groups of their
          sizes in fewer than 20 ways allow no <i>p</i> of .05, and then no verdict is said.
        </p>
        <p>
          With a million images almost any difference is significant, even one of no use to anybody. So
          effects and their intervals stand first, in the unit of the question (images, percentage points,
          odds), and <i>p</i> after them. From 200,000 images on, the result says so.
        </p>
        <p>
          <b>The floor as a distribution</b>: dense and null networks are mixed and split again at random.
          Beside it stands what the vote shares of each image lead to expect. If both sides’ votes are drawn
          independently from the shares <i>q</i>, they disagree with the probability
        </p>
        <Formula
          words={
            'one minus the sum over classes of the probability that the class wins one side times ' +
            'the probability that it wins the other'
          }
          parts={['1 −', sum('c'), 'P(c wins | K, q) P(c wins | K′, q)']}
        />
        <p>
          summed over the images, with the tie rule, exactly for up to 128 networks a side. It needs one dense
          population only, of two networks or more. Of few networks it falls short, since their shares look
          surer than they are.
        </p>
        <p>
          <b>Without one</b>: the dense population is split at random into two halves, 200 times with a seeded
          generator. Half is audited against half. Beside it, half of the dense networks is audited against as
          many compressed ones. That floor belongs to those half counts and is never subtracted from the full
          one.
        </p>
        <p>
          <b>Paired populations</b> were not trained again, so retraining has no part in what differs. What it
          changes is given as context and never subtracted. The share of answers that changed per network is
          given too. Their floor is what the same treatment does with nothing removed. Re-estimating BatchNorm
          alone changes answers. So networks pruned here are compared with dense ones that were re-estimated
          on the same calibration images, network by network. Every network draws its own images, from a seed,
          so that what the draw does averages out. What re-estimation alone changes has a row of its own in
          the table of levels. Dense networks as trained can be chosen instead. Only where nothing but the
          weights’ removal or rounding happened is the floor 0.
        </p>
      </Section>
      <Section anchor="draws">
        <p>
          How many PIEs there are depends on how many networks vote: with nothing but noise, more networks a
          side disagree on fewer images. So <i>k</i> networks a side are drawn from the trained ones, 200
          times from a seed, for every <i>k</i> from one to all. Where there are 200,000 images or more, it is
          40 times. They are drawn <b>without replacement</b>: drawing some networks twice would let them
          outvote the rest and inflate the counts several times over. The line is the mean count, the band its
          2.5% and 97.5% quantiles. Draws of nearly all networks share most of them, so the band closes at the
          end by construction.
        </p>
        <p>
          With half the networks, each image has a share of draws in which it is a PIE. One that is a PIE in
          at least 95% of them does not depend on which of these networks are drawn. Draws from the same
          networks cannot say whether it depends on those that happened to be trained.
        </p>
      </Section>
      <Section anchor="persistence">
        <p>
          Two sets of PIEs are compared by Jaccard’s index, the images in both over the images in either, with
          Wilson’s interval of that share. Beside it stands what two random sets of those sizes would share:
          the product of their sizes over the number of images. An image persists when it stays a PIE at every
          stronger level of the same method; shares of PIEs that stay have Wilson’s interval too.
        </p>
        <p>
          All sets are PIEs against the same dense networks. So images on which those are divided recur in
          every set, and random sets would be too low a bar. Sets on which the dense networks are{' '}
          <b>as divided</b> hold as many images of every dense vote margin <i>m</i> as these do. They are
          drawn at random among the images of that margin. They would share Σ<sub>m</sub> <i>a</i>
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
          into those of the first only, of both, of the second only. With <i>b</i> and <i>c</i> the images in
          one set alone, the difference <i>b</i> − <i>c</i> of the two counts has Tango’s score interval. It
          holds the networks fixed and speaks of images only. Where fewer networks of one compression are
          trained, its comparison is on fewer. That is said, since counts of PIEs depend on the number of
          networks. Classes are set beside each other by the change beyond the model that each comparison
          gives.
        </p>
        <p>
          Whether the two differ on a class is tested on the <i>d</i> of their own networks, those of the
          first minus those of the second. So the dense population drops out. Welch’s test is used where the
          two were trained independently of each other, the paired <i>t</i>-test where both are made of the
          same dense networks. The <i>p</i> values are adjusted over the classes by Benjamini and Hochberg’s
          procedure. Their top-1 is set apart in the same way.
        </p>
      </Section>
      <Section anchor="table">
        <p>
          Top-3 is the share of images whose true class is among the first three, a mean over networks with
          its <i>t</i> interval. The change of top-1 has Welch’s interval over networks, between paired
          populations that of the pairs. Where it includes 0, no direction is claimed. Size is that of the
          kernels alone: float16, in compressed rows where that is smaller. With int8 it is a byte a weight
          and a float32 scale an output channel. Multiply-adds are those of one image, zeros skipped. Time is
          one image through one network: the wall time of a run in this tab, with all cores at work, over its
          pairs of network and image. For the dense networks it follows from the device’s measured speed. It
          stands only where something ran here. The paper’s figures are its own, on other networks and data,
          and include what retraining alone changes.
        </p>
      </Section>
    </>
  );
}
