import { paperTables } from '../../audit/levels/paper';
import { PaperLevels } from '../levels/LevelsTable';
import { Glossary } from './Glossary';
import { Section } from './Section';
import { Sources } from './Sources';

/** Where the work is done, what it does not show, and what it rests on. */
export function Provenance() {
  return (
    <>
      <Section anchor="limits">
        <h3>What runs where</h3>
        <ul>
          <li>
            <b>Beforehand, in PyTorch:</b> the training of every shipped network, with or without pruning, and
            the shipped results. These are what PyTorch says of each test image with the weights as shipped
            (kernels in float16, normalisation in float32).
          </li>
          <li>
            <b>In this page, on your machine:</b> pruning, quantising, re-estimating BatchNorm, running the
            networks, and all of the audit. It uses WebGPU where there is a real graphics processor, else
            WebAssembly on all cores; the badge says which. Files that you choose and what is computed of them
            stay in this browser; what asks another host is said above.
          </li>
        </ul>
        <p>
          Two devices add numbers in a different order, so a network may answer differently where its two
          highest outputs are nearly equal. Computing here says how many answers agree with the shipped ones.
        </p>
        <h3>What it does not show</h3>
        <ul>
          <li>
            The networks are small and the images have 28 × 28 grey pixels. The mechanism can be seen here;
            the size of the effects does not carry over to large models.
          </li>
          <li>
            Pruning here is one-shot, without training afterwards. It shows more damage at high levels than
            trained sparsity, and the two are not the same experiment.
          </li>
          <li>
            A modal label needs many networks. With few, more images are PIEs by chance; the noise floor grows
            with them.
          </li>
          <li>
            “Forgotten” is said of the true label as the data set has it. That label may be wrong, and the
            image may fit several.
          </li>
          <li>
            A flagged class has changed more than chance explains, under the test’s assumptions; it does not
            say why.
          </li>
        </ul>
      </Section>
      <Section anchor="sources">
        <Glossary />
        <Sources />
        <h3>The paper’s figures, to hold beside your own</h3>
        <p>
          From version 2 of arXiv 1911.05248, with <i>K</i> = 30. None of them was computed here, and they are
          not corrected for what retraining alone changes.
        </p>
        {paperTables.map((table) => (
          <PaperLevels key={table.id} table={table} />
        ))}
      </Section>
    </>
  );
}
