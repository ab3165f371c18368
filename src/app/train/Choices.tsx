import { useId, useState } from 'react';
import { PRESETS } from '../../model/presets';
import { TRAINING_DEVICES } from '../../model/trainingPlan';
import { messageOf } from '../../text/messageOf';
import { Check } from '../../views/inputs/Check';
import { Radios } from '../../views/inputs/Radios';
import { Select } from '../../views/inputs/Select';
import { readDescription } from './architectures';
import { DataStep } from './DataStep';
import { type ChoicesProps, FieldOf, Radio } from './inputs';
import type { NetworkChoice } from './protocol';
import { DEVICE_NAMES } from './words';

/** What is trained, on what, and how much of it. */
export function Choices(props: ChoicesProps) {
  return (
    <>
      <DataStep {...props} />
      <NetworkStep {...props} />
      <PopulationsStep {...props} />
      <SizeStep {...props} />
    </>
  );
}

function NetworkStep({ fields, onFields }: ChoicesProps) {
  const id = useId();
  /** What is wrong with the file that was chosen last; the network before it stays. */
  const [problem, setProblem] = useState<string | null>(null);
  const { network } = fields;
  const choose = (chosen: NetworkChoice) => {
    try {
      if (chosen.kind === 'description') readDescription(chosen);
    } catch (error) {
      setProblem(messageOf(error));
      return;
    }
    setProblem(null);
    onFields({ ...fields, network: chosen });
  };
  return (
    <section aria-labelledby={id} data-testid="train-network">
      <h2 id={id}>2 Network</h2>
      <fieldset className="networks-ways">
        <legend>All populations share one architecture</legend>
        {PRESETS.map((preset) => (
          <Radio
            key={preset.id}
            group={id}
            checked={network.kind === 'preset' && network.id === preset.id}
            onChoose={() => choose({ kind: 'preset', id: preset.id })}
          >
            {preset.words}
          </Radio>
        ))}
        <label>
          A description file (JSON, as <a href="#/yours/networks">Yours</a> explains){' '}
          <input
            type="file"
            accept=".json,application/json"
            data-testid="train-description"
            onChange={async ({ currentTarget: input }) => {
              const file = input.files?.[0];
              if (!file) return;
              // The same file can be chosen again; its name stands below.
              input.value = '';
              choose({ kind: 'description', file: file.name, text: await file.text() });
            }}
          />
        </label>
      </fieldset>
      {network.kind === 'description' && <p className="imports-file">{network.file}</p>}
      {problem && (
        <p className="imports-problem" role="alert" data-testid="train-description-problem">
          {problem}
        </p>
      )}
    </section>
  );
}

const PRUNING = [
  ['gradual', 'gradually, while they learn'],
  ['iterative', 'in rounds after it, with an epoch of fine-tuning after each (iterative pruning)'],
  ['ticket', 'in rounds; what is kept goes back to its first values and learns again (lottery tickets)'],
] as const;

const SCOPES = [
  ['layer', 'from each layer alike'],
  ['global', 'by one threshold for all layers'],
] as const;

function PopulationsStep({ fields, onFields }: ChoicesProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid="train-populations">
      <h2 id={id}>3 Populations</h2>
      <div className="networks-ways">
        <p className="imports-note">
          Dense networks are always trained: the others are compared with them. No two networks begin alike.
        </p>
        <Check checked={fields.nulls} onCheck={(nulls) => onFields({ ...fields, nulls })}>
          retrained: a second dense population, which shows what training again alone changes
        </Check>
        <div className="imports-column">
          <label htmlFor={`${id}-levels`}>Sparse, percent of the weights removed</label>
          <input
            id={`${id}-levels`}
            type="text"
            inputMode="numeric"
            value={fields.levels}
            onChange={(event) => onFields({ ...fields, levels: event.currentTarget.value })}
          />
        </div>
        <Radios
          className="imports-form imports-column"
          data-testid="train-pruning"
          legend="The weights go"
          value={fields.pruning}
          options={PRUNING}
          onValue={(pruning) => onFields({ ...fields, pruning })}
        >
          {fields.pruning !== 'gradual' && <FieldOf number="rounds" {...{ fields, onFields }} />}
        </Radios>
        <Radios
          className="imports-form"
          legend="The smallest weights go"
          value={fields.scope}
          options={SCOPES}
          onValue={(scope) => onFields({ ...fields, scope })}
        />
      </div>
    </section>
  );
}

function SizeStep({ fields, onFields }: ChoicesProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid="train-size">
      <h2 id={id}>4 Size</h2>
      <div className="networks-choices">
        <FieldOf number="members" {...{ fields, onFields }} />
        <FieldOf number="epochs" {...{ fields, onFields }} />
        <FieldOf number="images" {...{ fields, onFields }} />
      </div>
      <details className="imports-more">
        <summary>Batch, learning rate, device, same bits everywhere</summary>
        <div className="networks-choices">
          <label>
            Train on{' '}
            <Select
              value={fields.device}
              data-testid="train-device"
              options={TRAINING_DEVICES.map((each) => [each, DEVICE_NAMES[each]])}
              onValue={(device) => onFields({ ...fields, device })}
            />
          </label>
          <FieldOf number="batch" {...{ fields, onFields }} />
          <FieldOf number="rate" {...{ fields, onFields }} />
        </div>
        <Check
          className="imports-check"
          checked={fields.plain}
          disabled={fields.device !== 'wasm'}
          onCheck={(plain) => onFields({ ...fields, plain })}
        >
          Train in plain SIMD, slower, on WebAssembly. Then the same recipe, images and seeds give the same
          bits on every processor. Otherwise only on this one, in this browser.
        </Check>
      </details>
    </section>
  );
}
