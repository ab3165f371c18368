import { GLOSSARY } from '../../text/glossary';
import { Section } from './Section';

/** Every term and what it means, as the page explains it where it stands. */
export function Glossary() {
  return (
    <Section anchor="glossary">
      <dl className="methods-terms">
        {GLOSSARY.map(({ term, means }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
