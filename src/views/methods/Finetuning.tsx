import { FINETUNE_EPOCHS, PRUNE_ROUNDS } from '../../model/epochs';
import { FINETUNE_RATE } from '../../model/finetune';
import { ZOO_RECIPE } from '../../model/recipe';

/** Fine-tuning after pruning: what is trained, on what, and what it is compared with. */
export function Finetuning() {
  return (
    <>
      <h3>Then fine-tuned</h3>
      <p>
        Where the training images are shipped, pruned networks can go on learning for{' '}
        {FINETUNE_EPOCHS.slice(1).join(', ')} epochs (<code>finetune</code> in the address). 0.25 is a quarter
        of the steps of one epoch. Each network starts from its weights after pruning, with still momentum,
        and <b>what was pruned stays zero</b>. The recipe is that of the trained populations: softmax
        cross-entropy, stochastic gradient descent with Nesterov momentum of {ZOO_RECIPE.momentum}, weight
        decay {ZOO_RECIPE.weightDecay}, batches of {ZOO_RECIPE.batch}, images mirrored in every other epoch.
        But the learning rate rises to {FINETUNE_RATE} over the first {100 * ZOO_RECIPE.warmUp}% of the steps,
        then falls to 0 along half a cosine. At the end BatchNorm is estimated on the first 2,000 training
        images.
      </p>
      <p>
        The order of the images follows from the experiment’s seed and the network’s name. A dense network and
        its pruned self see the same images in the same order. By default the dense networks are{' '}
        <b>fine-tuned alike</b> before the two are compared. Otherwise what more training does would pass for
        what pruning does. The count of images that fine-tuning alone changes stands in the headline. Equal
        weights, images and seed give the same network on one build of the kernels. Relaxed and plain SIMD
        round sums differently, and training makes such differences large.
      </p>
      <p>
        <b>In rounds</b> (iterative pruning, Han and others 2015, arXiv:1506.02626; <code>rounds</code> in the
        address) the smallest weights go in {PRUNE_ROUNDS.slice(1).join(', ')} steps. In each the same share
        of the weights left goes, and the network is fine-tuned for the chosen epochs by the recipe above. The
        images come in another order in every round. The last round leaves exactly what was asked. Dense
        networks treated alike learn through as many rounds, with nothing removed. What rounds gave back is
        counted against the same networks pruned in one shot. Lottery tickets need early values of a training,
        so they are made on <a href="#/train">Train</a>.
      </p>
      <p>
        What fine-tuning <b>gave back</b> is top-1 after minus before it, network by network, with the{' '}
        <i>t</i> interval of these differences. PIEs of the one-shot networks that are still PIEs after it are
        those that <b>stay</b>; those that were none before are <b>new</b>. Before it, both sides have
        BatchNorm re-estimated as set; after it, as above.
      </p>
    </>
  );
}
