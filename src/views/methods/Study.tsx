import { Formula, fraction, row } from './math';
import { Section } from './Section';

/** How a human study is drawn and summed up. */
export function Study() {
  return (
    <Section anchor="study">
      <p>
        A study on the page <a href="#/judge">Judge</a> draws equally many PIEs and other images of a trained
        level, from a seed, in one shuffled order. It takes all networks and images of the dataset, and ties
        go to the largest index. Which are PIEs is shown nowhere until the annotator has finished; from then
        on nothing can be changed. An image that was left is judged, also where no code holds. The codebook is
        the paper’s, with two codes from the authors’ site; annotators may add codes of their own.
      </p>
      <p>
        The unit is the image. A code holds of it when more than half of the annotators who judged it, and had
        the code before them, say so; with two annotators, both. Shares have Wilson’s intervals, their
        difference has Newcombe’s (Statistics in Medicine 17, 1998, method 10). PIEs and others are compared
        by Fisher’s exact test, two-sided. Its <i>p</i> is the sum of the probabilities of all tables with the
        same margins that are at most as probable as the one found. It is adjusted over the codes by Benjamini
        and Hochberg’s procedure.
      </p>
      <p>
        Agreement is over the images that all annotators judged, by Cohen’s kappa for two and Fleiss’ for
        more, code by code:
      </p>
      <Formula
        words={
          'kappa equals the observed agreement minus the agreement by chance, over 1 minus the ' +
          'agreement by chance'
        }
        parts={['κ =', fraction(row('p_o − p_e'), row('1 − p_e'))]}
      />
      <p>
        Chance is from each annotator’s own share of yes for Cohen, from the share over all for Fleiss. Where
        all say the same of every image, kappa is not defined. The interval is a percentile bootstrap over
        images (1,000 draws), with annotators held fixed. A code so rare that a draw leaves it without kappa
        has none. Difficulty is averaged over annotators, then over images, with a <i>t</i> interval over
        images. With few images none of this tells much, and labels shown may sway what people see.
      </p>
    </Section>
  );
}
