import { Formula, fraction, row } from './math';
import { Section } from './Section';

/** Pruning in structures that hardware can use. */
export function Structures() {
  return (
    <>
      <h3>Pruned here, in a structure</h3>
      <p>
        <b>2:4 and 4:8</b>: of every four consecutive weights two stay, of every eight four, those with the
        largest magnitude, of equal ones the later. Consecutive is meant as hardware multiplies: within one
        output channel, kernel row by kernel row, column by column, and at each place input channel by input
        channel. A last group that is not full counts as filled up with zeros, so up to two (four) of it stay.
        Every convolution and dense kernel is pruned, first and last included.
      </p>
      <p>
        <b>Whole channels</b>: in every convolution round(<i>s c</i>) of its <i>c</i> output channels go,
        those whose kernel has the smallest sum of magnitudes (the L1 norm of Li and others, 2017; of equal
        ones the earlier), but never the last one, never the classifier’s outputs, and none that an addition
        reads. A channel that goes is 0 from there on: its bias, its BatchNorm shift and the weights that read
        it go with it, and what runs is the smaller network that is left. Each network loses channels of its
        own.
      </p>
      <p>BatchNorm is re-estimated after either, as above. Nothing is trained afterwards.</p>
    </>
  );
}

/** How numbers are kept in fewer bits, exactly. */
export function Quantisation() {
  return (
    <Section anchor="quantisation">
      <p>
        A trained dense population with its numbers in fewer bits, made in your browser after training;
        nothing is trained or re-estimated afterwards. The weights are the same, so the populations are
        paired: what each network changes of its own answers stands beside the PIEs. Numbers hold exactly the
        values that the format has, and float16 and int8 weights are multiplied as float32; how fixed point is
        added is said below.
      </p>
      <h3>float16</h3>
      <p>
        Every parameter to the nearest float16, ties to even: kernels, biases, BatchNorm’s factors and
        statistics. The shipped kernels are float16 already, so only the rest is rounded here: expect next to
        no change.
      </p>
      <h3>int8 weights</h3>
      <p>
        Each output channel <i>c</i> of every convolution and dense kernel has a step of its own, from its
        largest magnitude; ties go to the even number. Biases, BatchNorm and activations stay float32.
        BatchNorm only multiplies whole output channels, so taking it into the kernel first would give the
        same numbers.
      </p>
      <Formula
        words="q equals w over s c, rounded, with s c equal to the largest magnitude in channel c over 127; w is replaced by s c times q"
        parts={[
          'q = round (',
          fraction('w', 's_c'),
          ') ,',
          's_c =',
          fraction(row('max | w |'), '127'),
          ', w → s_c q',
        ]}
      />
      <h3>int8 weights and activations</h3>
      <p>
        Fixed point: int8 weights as above, and every activation tensor that is stored between two steps has a
        grid of 256 values, one grid for all of its channels: the network’s input, and what each convolution,
        addition, average or dense layer hands on after its BatchNorm and ReLU. Max pooling only selects, and
        the logits stay as they are. The range, from <i>a</i> to <i>b</i> and with 0 in it, is what the
        network itself, with its weights as trained, shows on the first 100 calibration images, which are the
        first training images.
      </p>
      <Formula
        words="s equals b minus a over 255, z equals minus a over s rounded, q equals x over s rounded plus z, held within 0 and 255; x is replaced by s times (q minus z)"
        parts={[
          's =',
          fraction('b − a', '255'),
          ', z = round (',
          fraction('− a', 's'),
          ') , q = round (',
          fraction('x', 's'),
          ') + z , x → s ( q − z )',
        ]}
      />
      <p>
        with <i>q</i> held within 0 and 255 and ties to even. In WebAssembly a convolution of values that were
        rounded for convolutions alone adds its products in whole numbers of 32 bits, exactly, as integer
        hardware does; the scale and shift after it, and all other sums, are floating point. WebGPU and
        TensorFlow.js simulate everything in float32, whose sums are rounded, so that a value half way between
        two of the grid may fall to different sides on two devices.
      </p>
    </Section>
  );
}
