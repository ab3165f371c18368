import type { ReactNode } from 'react';
import { MAKINGS } from '../../model/methods/making/registry';
import type { Method } from '../../model/methods/method';
import { methodsOf } from '../../model/methods/registry';
import type { MethodId } from '../../model/variant';
import { capital } from '../../text/format';
import { Formula, fraction, row } from './math';
import { Section } from './Section';

/** Formulas that stand below a method's definition. */
const FORMULAS: Partial<Record<MethodId, ReactNode>> = {
  int8: (
    <Formula
      words={
        'q equals w over s c, rounded, with s c equal to the largest magnitude in channel c over ' +
        '127; w is replaced by s c times q'
      }
      parts={[
        'q = round (',
        fraction('w', 's_c'),
        ') ,',
        's_c =',
        fraction(row('max | w |'), '127'),
        ', w → s_c q',
      ]}
    />
  ),
  fixed: (
    <Formula
      words={
        's equals b minus a over 255, z equals minus a over s rounded, q equals x over s rounded ' +
        'plus z, held within 0 and 255; x is replaced by s times (q minus z)'
      }
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
  ),
};

/** Every method of a family as it is defined, in the order of the bar's list. */
export function MethodDefinitions({
  family,
  heading: Heading,
}: Pick<Method, 'family'> & { heading: 'h3' | 'h4' }) {
  return methodsOf(family).map(({ id, choice }) => {
    const [first, ...more] = MAKINGS[id].definition;
    return (
      <div key={id} data-method={id}>
        <Heading>
          {capital(choice)} {choice !== id && <code>{id}</code>}
        </Heading>
        <p>{first}</p>
        {FORMULAS[id]}
        {more.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    );
  });
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
        added is said below. The address names the format: <code>format</code>.
      </p>
      <MethodDefinitions family="quantised" heading="h3" />
    </Section>
  );
}
