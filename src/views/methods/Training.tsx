import { Section } from './Section';

/** How networks are trained in the page, what is kept of them, and what that cannot promise. */
export function Training() {
  return (
    <Section anchor="training">
      <p>
        The page <a href="#/train">Train</a> makes populations from scratch by the recipe of the networks that
        come with it. That is stochastic gradient descent with Nesterov momentum 0.9 and weight decay 0.0001
        on every trainable value. The learning rate rises linearly over the first 15% of the steps and then
        falls to zero along half a cosine. Images are mirrored in every other epoch. It runs in WebAssembly on
        all cores, a network a core. You can choose WebGPU, ten networks at once, or TensorFlow.js.
      </p>
      <ul>
        <li>
          <b>Gradual pruning</b> (Zhu and Gupta 2017, arXiv:1710.01878) sets the smallest weights of the
          kernels to zero while the network learns. From 15% to 70% of the training steps, the share that is
          masked is <i>t</i>(1 − (1 − <i>p</i>)³). Here <i>t</i> is the level and <i>p</i> the share of that
          way that is done. A masked weight keeps its value and may return at a later update. At the end
          exactly round(
          <i>tn</i>) of <i>n</i> weights are zero, in each kernel or over all of them.
        </li>
        <li>
          <b>In rounds:</b> networks are trained dense, then pruned in rounds of which each takes the same
          share of the weights left. What is masked stays masked, and the last round leaves exactly round(
          <i>tn</i>) zeros. Iterative pruning (Han and others 2015, arXiv:1506.02626) fine-tunes for an epoch
          after each round, at a rate of at most 0.04. Lottery tickets (Frankle and Carbin 2019,
          arXiv:1803.03635) go back to the first values of the weights that are kept. They learn again by the
          whole recipe, with the images in the same order. The command line also goes back to values after
          some epochs (Frankle and others 2020, arXiv:1912.05671).
        </li>
        <li>
          <b>Statistics of BatchNorm</b> are estimated at the end, over the first 10,000 training images or
          all where there are fewer, not mirrored.
        </li>
        <li>
          <b>Seeds:</b> recipe, images and seed decide a network: its first weights, the order of the images
          and which are mirrored. In plain SIMD its last bits are the same on every processor. In relaxed SIMD
          they are the same only on one processor in one browser. A GPU sums in another order than either. One
          bit of difference grows into another network.
        </li>
        <li>
          <b>What is kept:</b> after every epoch weights, velocities and masks, with a checksum. A tab that is
          closed goes on after its last finished epoch, and comes to the same network as one that was not.
          What is damaged begins anew, and the page says so.
        </li>
        <li>
          <b>Divergence:</b> a network ends where its loss is no number. It also ends where its loss is above
          that of guessing, ln(classes), over a whole epoch and over its second half. Epochs of fewer than
          eight steps are judged together, from the eighth step on. The second half of these steps must then
          also be above the loss that the network began with. Before the eighth step it ends only where that
          half is ten times above guessing. The other networks go on.
        </li>
        <li>
          <b>How long it takes</b> is computed from about a second of training on images of noise, with all
          weights and with 90% of them masked. Other densities lie on the line between the two. What else the
          machine does is not foreseen.
        </li>
        <li>
          <b>Few networks say little.</b> PIEs appear as soon as two populations have three networks each.
          With so few, much of their number is chance: compare it with the retrained population, and train
          more.
        </li>
      </ul>
    </Section>
  );
}
