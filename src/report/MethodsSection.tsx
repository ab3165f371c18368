import type { Findings } from '../audit/findings';
import { level } from '../text/format';

/** The formulas in words, with where they come from; `margin` is that of “no more”, a share. */
export function MethodsSection({ findings, margin }: { findings: Findings; margin: number }) {
  const { options, paired, noiseFloor } = findings;
  return (
    <section>
      <h2>Methods</h2>
      <h3>PIEs (Hooker et al. 2019)</h3>
      <p>
        The votes of a population on an image are how many of its networks say each class. Its modal label is
        the class with most votes, ties to the {options.ties} class index. An image is a PIE when the modal
        labels of the dense and the compressed population differ.
      </p>
      <h3>How far votes moved (Hooker et al. 2020)</h3>
      <p>
        Half the taxicab distance: for every class, its share of the dense votes minus its share of the
        compressed votes, without the sign. That is summed over classes and halved. 0: the same votes; 1: no
        vote in common.
      </p>
      <h3>Which classes pay (Hooker et al. 2019)</h3>
      <p>
        A network’s recall of a class minus its own accuracy over all classes is what the class has beyond the
        model. The change beyond the model is its mean over the compressed networks minus its mean over the
        dense ones, in points. Welch’s two-sided test of unequal variances compares the two; a class is
        flagged at p ≤ {options.alpha}. Adjusted p is after Benjamini and Hochberg over the tested classes.
        {paired &&
          ' Both sides are the same networks, so Welch, which assumes independence, is too cautious; ' +
            'paired p is of the differences network by network.'}
      </p>
      <p>
        Two scales: points, and the odds of an error, (1 − recall) / recall. Of odds it is the factor by which
        they grow in the class, against the same over all images. Two intervals: with other networks on these
        images (Welch), and with other networks and other images (crossed: the variances of both are added). A
        class is said to pay only where its adjusted p and the second interval agree.
      </p>
      <h3>What retraining alone does</h3>
      <p>
        {noiseFloor.kind === 'null' &&
          'A second dense population, trained from other seeds, is compared with the dense one in ' +
            'the same way. Its PIEs and flagged classes are what retraining alone gives. '}
        {noiseFloor.kind === 'splitHalf' &&
          'The dense population is split into halves that are compared with each other. Their PIEs, ' +
            'over seeded splits, are what retraining alone gives at that number of networks. '}
        {noiseFloor.kind === 'none' && 'It is not known here: that takes more dense networks. '}
        {paired
          ? 'The populations are the same training runs before and after, so retraining plays no part ' +
            'in the count and nothing is subtracted. What the same treatment (re-estimated ' +
            'normalisation, fine-tuning) changes with nothing removed is not in these figures.'
          : 'Whether the PIEs are more than that is a permutation test (Fisher 1935). The networks of ' +
            'both populations are relabelled at random, and the PIEs of each relabelling counted. p, ' +
            'one-sided, counts the observed labelling in. “No more” is said only where two one-sided ' +
            `tests put the count within ${level(margin)} of the mean of these counts. Images are held ` +
            'fixed.'}
      </p>
      <h3>Intervals</h3>
      <p>
        Means over networks have 95% intervals from Student’s t over networks, cut at 0 and 100%. They speak
        of networks trained again, on the same images; where images vary too, that is said.
      </p>
    </section>
  );
}
