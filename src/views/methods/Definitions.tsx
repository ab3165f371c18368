import { MethodDefinitions, Quantisation } from './Compression';
import { Finetuning } from './Finetuning';
import { Formula, fraction, operator, power, row, space, sum } from './math';
import { Section } from './Section';

/** What is compared and counted: populations, pruning, PIEs, the taxicab distance. */
export function Definitions() {
  return (
    <>
      <Section anchor="populations">
        <p>
          A population is <i>K</i> networks of one architecture, trained independently: each has its own
          initial weights and its own order of the data. One network proves nothing, because the next one,
          trained again, differs from it. So every statement here is about two populations that see the same
          images: a <b>dense</b> one, with all its weights, and a <b>compressed</b> one.
        </p>
        <p>
          The paper uses <i>K</i> = 30. How many networks a side are in use is in the experiment bar, and
          counts depend on it: compare figures only at equal <i>K</i>.
        </p>
        <p>
          Two populations are <b>paired</b> when they are the same training runs before and after compression,
          as when a population is pruned in this page. The shipped populations that were pruned during
          training have seeds of their own: they are independent of the dense one.
        </p>
      </Section>
      <Section anchor="pruning">
        <p>
          There are two ways to a pruned population here. They are never mixed in one figure without saying
          so.
        </p>
        <h3>Trained sparse</h3>
        <p>
          The paper’s way: weights are removed step by step while the network trains (Zhu and Gupta, 2017). At
          training step <i>u</i>, between the steps at which pruning begins and ends, the share of weights
          removed is
        </p>
        <Formula
          words="s of u equals t times (1 minus (1 minus p) cubed)"
          parts={['s ( u ) = t ( 1 −', power('( 1 − p )', '3'), ') ,']}
        />
        <Formula
          words="p equals (u minus begin) over (end minus begin), held within 0 and 1"
          parts={['p =', fraction('u − begin', 'end − begin'), ',', space(), '0 ≤ p ≤ 1']}
        />
        <p>
          where <i>t</i> is the final level. Each layer’s kernel is pruned on its own, the smallest magnitudes
          first. The mask is recomputed now and then until the end, and a weight under it is kept, so it may
          return. Biases and normalisation are never pruned.
        </p>
        <h3>Pruned here</h3>
        <p>
          A trained dense population, pruned in your browser in one shot: by which method is said in the
          options, <code>method</code> in the address. Nothing is trained afterwards, unless fine-tuning is
          asked for.
        </p>
        <MethodDefinitions family="pruned" heading="h4" />
        <h3>After pruning</h3>
        <p>
          Removing weights shifts what each layer’s BatchNorm expects. So by default its mean and variance are
          estimated again on training images that come with the populations. This goes layer by layer, each
          with the earlier ones already re-estimated, over the whole set, with the unbiased variance. After
          global pruning by magnitude, every network draws some of them from a seed: 400 up to 80% removed,
          948 up to 85%. That keeps mean accuracy within 0.1 point of all 2,000 (measured:
          docs/performance.md). Otherwise it takes all 2,000. It can be switched off.
        </p>
        <p>
          Re-estimation changes answers by itself. With nothing removed, it changes 53 of Fashion-MNIST’s
          10,000 test images with 400 images a network, and 37 with all 2,000. The networks as trained have
          statistics of 10,000 training images, of which the 2,000 are a part. Beside dense networks
          re-estimated alike, the default, that is on both sides. Beside dense networks <b>as trained</b> it
          is in every count. Up to 60% removed it changes half as many images as are shown, or more, so that
          what is shown there is mostly re-estimation. From 70% on it is a third and less. No number of the
          2,000 brings it under half of what 50% removed changes. So the sentence says how many images it
          changes by itself, and that they are most, where they are.
        </p>
        <Finetuning />
      </Section>
      <Quantisation />
      <Section anchor="pies">
        <p>
          Let{' '}
          <i>
            y<sub>k</sub>
          </i>
          (<i>i</i>) be the class with the highest output of network <i>k</i> on image <i>i</i>. The votes of
          a population are how many of its networks say each class. Its modal label is the class with most
          votes:
        </p>
        <Formula
          words="n of i, c is the number of networks k with y k of i equal to c"
          parts={['n [ i , c ] = # { k : y_k ( i ) = c } ,']}
        />
        <Formula
          words="m of i is the class c with the largest n of i, c"
          parts={['m ( i ) =', operator('arg max', 'c'), 'n [ i , c ]']}
        />
        <p>
          Image <i>i</i> is a <b>PIE</b>, a pruning identified exemplar, exactly when the two modal labels
          differ: <i>m</i>
          <sub>0</sub>(<i>i</i>) ≠{' '}
          <i>
            m<sub>t</sub>
          </i>
          (<i>i</i>). No true label, no probability and no quorum is part of it.
        </p>
        <p>
          <b>Ties.</b> The paper gives no rule for equally many votes. The authors’ code takes the largest
          class index; that is the default here. The smallest index is the other choice (
          <code>ties=smallest</code> in the address). Behind “details”, the sentence says how many images had
          a tie in either population, since those may change sides with the rule.
        </p>
        <p>
          Given the true label, a PIE is <b>forgotten</b> when the dense modal label was right and the
          compressed one is not. It is <b>recovered</b> when it was wrong before and is now right, and{' '}
          <b>traded</b> when both are wrong.
        </p>
      </Section>
      <Section anchor="taxicab">
        <p>
          A PIE is yes or no; the taxicab distance ranks all images by how far the votes moved. It is shown
          halved, so that it runs from 0, the same votes, to 1, no vote in common:
        </p>
        <Formula
          words={
            'd of i over 2 equals one half of the sum over classes c of the absolute difference of n ' +
            '0 of i, c over K 0 and n t of i, c over K t'
          }
          parts={[
            fraction('d ( i )', '2'),
            '=',
            fraction('1', '2'),
            sum('c'),
            row('|', fraction('n_0 [ i , c ]', 'K_0'), '−', fraction('n_t [ i , c ]', 'K_t'), '|'),
          ]}
        />
        <p>
          The score comes from the follow-up paper (arXiv 2010.03058). Its normalisation could not be found
          there; dividing by <i>K</i> allows populations of different size. “Most changed” in the gallery
          takes the images with the largest distance, equal ones by id.
        </p>
        <h3>Saliency maps</h3>
        <p>
          The inspector shows them where the networks are at hand. A network’s map is the derivative of the
          label’s score before softmax by every value that it sees of the image (Simonyan and others, 2013).
          BatchNorm goes by its own statistics, as when it answers. Of a pixel the largest absolute value over
          its channels counts, as a share of the sum over all pixels. The map is the mean of the networks’.
          Beside the correlation of the two maps over the pixels stands that of two halves of the dense
          networks, every second one. Two populations whose maps agree as well as these differ no more than
          networks of one population do. A gradient is local and noisy, and a map is no explanation: maps can
          look alike for networks that answer differently (Adebayo and others, 2018).
        </p>
      </Section>
    </>
  );
}
