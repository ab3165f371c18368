import { Formula, fraction, row } from './math';
import { Section } from './Section';

/** People's votes, and test images that the reader brings. */
export function People() {
  return (
    <>
      <Section anchor="people">
        <p>
          A reader may bring what people said of the same images: counts or shares of votes for each class.
          With <i>v</i> votes for class <i>c</i> of all <i>V</i> on an image, people’s entropy is
        </p>
        <Formula
          words="H equals minus the sum over classes of v of c over V times the binary logarithm of the same"
          parts={['H = −Σ', fraction(row('v [ c ]'), row('V')), 'log₂', fraction(row('v [ c ]'), row('V'))]}
        />
        <p>
          bits: 0 where all say one class. Their accuracy is the share of votes for the label. Both are
          averaged over PIEs, over other images, and over matched images. Matched images are non-PIEs weighted
          to the PIEs’ distribution of dense vote margin, crossed with whether the dense majority is right.
          Hard images are PIEs more often. So only this last comparison asks whether PIEs are harder for
          people <b>than images that are as hard for the networks</b>. Intervals are 95%, over images, mean ±
          1.96 standard errors, the weights taken as fixed.
        </p>
        <p>
          An array [images, classes] does not say which row is which image. Its rows are tried in the order of
          the images here and in that of the reader’s own copy of them. The order in which people most often
          give the label is taken and said; none is where that is below three quarters. The numbers in a table
          are those of the images here. Where people give the label in fewer than three quarters by those,
          they are tried as places in the copy. CIFAR-10H’s cifar10_test_test_idx is read as places in the
          copy only.
        </p>
      </Section>
      <Section anchor="copies">
        <p>
          CIFAR-10 states no licence that lets its images be passed on. Its networks, labels and predictions
          are here. The predictions are on JPEG copies of the test images (quality about 75, 4:2:0 chroma),
          which the page says beside them. A reader’s own copy stays in the browser. It is matched by labels
          and by fingerprints of 112 bits. A fingerprint says of each of 8 × 8 blocks whether it is brighter
          than the one to its left, and than the one above it. A block is 4 × 4 pixels. No image can be made
          of them.
        </p>
        <p>
          Where the images of each class stand in their published order, every fingerprint must lie within 24
          bits of the one known. It may lie within 40 where no other image of the class is nearer. Otherwise
          each image is found by its fingerprint among those of its class, nearest first, up to 40 bits. A
          copy with an image that is not found is refused. An image and its copy at JPEG quality 50 differ in
          4 bits on average, two images in 56. Networks run on the copy; answers that differ from the shipped
          ones are counted after each run, and come from other pixels.
        </p>
        <p>
          BatchNorm is re-estimated on training images alone. Where the copy has them, 2,000 of them, evenly
          spaced, are taken. Where it has none, networks pruned here keep the statistics that they were
          trained with.
        </p>
      </Section>
    </>
  );
}
