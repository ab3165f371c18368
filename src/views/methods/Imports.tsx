import { Section } from './Section';

/**
 * What is read of a reader's own predictions, networks and bundles, what is assumed of them, and what they
 * cannot tell.
 */
export function Imports() {
  return (
    <Section anchor="imports">
      <h3>Predictions</h3>
      <p>
        A file says for each network and image which class the network answered, and for each image the true
        class. Everything else is derived here by the same code as for the populations that come with the
        page. Images are put in one order, by id, and every network must have answered each of them once.
        Classes stand in numeric order where all are whole numbers, else in the order of their names, unless a
        file lists its classes. That order matters where votes are tied: the largest class wins unless you
        choose the smallest.
      </p>
      <ul>
        <li>
          <b>Which networks are dense, compressed or retrained</b> is guessed from their names, and you decide
          it. What was done to the compressed ones nobody checks.
        </li>
        <li>
          <b>Pairs:</b> networks are held to be trained independently unless you say that each compressed one
          was made from a dense one. Then they belong together by their ids where both populations have the
          same, else by their order.
        </li>
        <li>
          <b>Settings:</b> classes are flagged at <i>p</i> ≤ 0.05 and networks are drawn from seed 0, until
          you choose others; the address keeps the choice. A bundle opens with the settings it was taken with.
        </li>
        <li>
          <b>Not there:</b> without confidences no calibration, and no ranking by probability. Without
          retrained networks the noise floor comes from halves of the dense population, and needs four of
          them. Without pairs no paired tests, and no count of what each network changes of its own answers.
          Without training counts no long tail, without pictures no groups by what pixels say. Predictions
          have no weights: other levels, costs and corrupted images need the networks.
        </li>
      </ul>
      <h3>Networks</h3>
      <p>
        Networks of one architecture with labelled images are run here, on the devices that run the shipped
        ones. Then the whole explorer is about them. What stands for shipped results was computed here when
        they were brought.
      </p>
      <ul>
        <li>
          <b>Normalisation</b> is taken from the description; where a file does not say it, you are asked. A
          first network is tried on 200 images, and it is said when it is no better than guessing.
        </li>
        <li>
          <b>Classes</b> go to outputs by name where both name the same ones, else by position. Images of
          another extent are fitted to the input, and it is said how.
        </li>
        <li>
          <b>Calibration images</b>, for BatchNorm and for the ranges of activations, come from a file of
          training images (up to 2,000, drawn by seed 0). Without one the last fifth of your images, at most
          2,000, is set aside and not judged. Images that lie class by class are shuffled first, by seed 0.
        </li>
        <li>
          <b>Not known:</b> how weights were removed, so the page says “removed before”. Nor is it known how
          many images of each class the networks were trained on, so the long tail is left out.
        </li>
      </ul>
      <h3>Bundles</h3>
      <p>
        A bundle holds the predictions of both populations (and of the retrained one), the true labels and the
        names of classes. It also holds the settings, the view and its findings, and pictures where there were
        any, with a checksum for each file; no weights. When it is opened here, its findings are computed anew
        from its predictions and compared with those it claims, numbers to nine digits. The page says whether
        they agree. That shows that the findings follow from the predictions, not where the predictions come
        from.
      </p>
      <h3>What leaves the browser</h3>
      <p>
        Files that you choose are read in the page and kept in this browser until you delete them. None is
        sent anywhere, and a link to them opens only where they are kept. Two things ask another host, each
        after you have confirmed it by name. A file by its address: the host learns your network address and
        which file it is; no cookies go with it. Pictures by a template of addresses: the host is asked for
        every image that comes into view. So it learns which images these are, and may know you by cookies of
        its own. Each visit asks anew before pictures are shown.
      </p>
    </Section>
  );
}
