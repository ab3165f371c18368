import { type ReactNode, useEffect, useRef, useState } from 'react';
import { TIE_RULE_NAMES, TIE_RULES } from '../../audit/votes/ties';
import {
  type DeviceChoice,
  type Experiment,
  isOffered,
  isOwn,
  mostMembers,
  type Offer,
} from '../../model/experiment';
import { FORMAT_IDS, methodNamed } from '../../model/methods/registry';
import { count, level } from '../../text/format';
import { Select } from '../inputs/Select';
import { Choice } from './Choice';
import { DatasetOptions } from './DatasetOptions';
import './experiment.css';
import { takenMembers } from './members';
import { PruneOptions } from './PruneOptions';
import { SparsitySlider } from './SparsitySlider';

/** Image counts offered besides all. */
const IMAGE_COUNTS = [500, 1000, 2000, 5000];

const VARIANTS: { value: Experiment['variant']; label: string; title: string }[] = [
  {
    value: 'sparse',
    label: 'Trained sparse',
    title: 'Networks pruned gradually while they were trained, as in the paper',
  },
  {
    value: 'pruned',
    label: 'Pruned here',
    title: 'The trained dense networks, pruned on this machine',
  },
  {
    value: 'quantised',
    label: 'Quantised here',
    title: 'The trained dense networks with their numbers in fewer bits, made on this machine',
  },
  {
    value: 'narrow',
    label: 'Trained narrow',
    title: 'Dense networks with fewer channels: trained small instead of pruned',
  },
  {
    value: 'null',
    label: 'Only retrained',
    title: 'Other dense networks, trained from other seeds: what retraining alone changes',
  },
];

/**
 * The kinds of population that a dataset has; the compressed ones of a reader may have been made in any way.
 */
function variantsOf(offer: Offer): typeof VARIANTS {
  const label = 'Compressed before';
  const title = 'The compressed networks that you brought';
  return VARIANTS.filter(({ value }) => isOffered(offer, value)).map((variant) =>
    variant.value === 'sparse' && isOwn(offer.data) ? { ...variant, label, title } : variant,
  );
}

const DEVICES: [DeviceChoice, string][] = [
  ['auto', 'fastest here'],
  ['webgpu', 'WebGPU'],
  ['wasm', 'WebAssembly'],
  ['tensorflow', 'TensorFlow.js'],
];

type Props = {
  experiment: Experiment;
  offer: Offer;
  /** The dataset asked for; another one than the offer's while that is on its way. */
  data: string;
  onData: (data: string) => void;
  busy: boolean;
  /** What the run button does now: "Run", or "Compute here" where shipped results are on screen. */
  action: string;
  /** An experiment settled on. */
  onChange: (experiment: Experiment) => void;
  /** The slider on its way: follow it in what is cheap. */
  onDraft: (sparsity: number) => void;
  onRun: () => void;
  onCancel: () => void;
  children?: ReactNode;
};

/**
 * The experiment at the top of the page: what is compared, on how many networks and images, where, and the
 * run.
 */
export function ExperimentBar(props: Props) {
  const { experiment, offer, busy, onChange } = props;
  const set = (change: Partial<Experiment>) => onChange({ ...experiment, ...change });
  const [more, setMore] = useState(false);
  const pruned = experiment.variant === 'pruned';
  const method = methodNamed(experiment.method);
  const removes = pruned ? method.options.includes('sparsity') : experiment.variant === 'sparse';
  const counts = IMAGE_COUNTS.filter((count) => count < offer.images);
  const custom = experiment.images < offer.images && !counts.includes(experiment.images);
  return (
    <section
      className="experiment"
      aria-label="Experiment"
      data-open={more}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && more) setMore(false);
      }}
    >
      <div className="experiment-line">
        <Field label="Test images" className="experiment-images">
          <select
            className="experiment-data"
            data-testid="data"
            aria-label="Dataset"
            title={offer.datasets.find(({ id }) => id === props.data)?.title}
            value={props.data}
            onChange={(event) => props.onData(event.target.value)}
          >
            <DatasetOptions datasets={offer.datasets} />
          </select>
          <select
            data-testid="images"
            aria-label="Number of images"
            value={experiment.images === offer.images ? 'all' : experiment.images}
            onChange={(event) =>
              set({ images: event.target.value === 'all' ? offer.images : Number(event.target.value) })
            }
          >
            {custom && <option value={experiment.images}>first {count(experiment.images)}</option>}
            {counts.map((images) => (
              <option key={images} value={images}>
                first {count(images)}
              </option>
            ))}
            <option value="all">all {count(offer.images)}</option>
          </select>
        </Field>
        <fieldset className="experiment-variants">
          <legend className="visually-hidden">Compression</legend>
          {variantsOf(offer).map(({ value, label, title: hint }) => (
            <label key={value} title={hint}>
              <input
                type="radio"
                name="variant"
                value={value}
                checked={experiment.variant === value}
                onChange={() => set({ variant: value })}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        {removes && (
          <SparsitySlider
            sparsity={experiment.sparsity}
            removed={(pruned && method.removes) || 'weights'}
            levels={pruned ? null : offer.levels}
            onDraft={props.onDraft}
            onCommit={(sparsity) => set({ sparsity })}
          />
        )}
        {pruned && method.amount && (
          <Field label="Removed" className="experiment-level">
            {method.amount}
          </Field>
        )}
        {experiment.variant === 'quantised' && (
          <label className="experiment-field experiment-level">
            <span className="experiment-label">Numbers kept in</span>
            <Select
              data-testid="format"
              value={experiment.format}
              options={FORMAT_IDS.map((id) => [id, methodNamed(id).choice])}
              onValue={(format) => set({ format })}
            />
          </label>
        )}
        {experiment.variant === 'narrow' && (
          <label className="experiment-field experiment-level">
            <span className="experiment-label">Channels kept</span>
            <Select
              data-testid="width"
              value={experiment.width}
              options={offer.widths.map((width) => [width, level(width)])}
              onValue={(width) => set({ width })}
            />
          </label>
        )}
        <Members
          members={experiment.members}
          most={mostMembers(offer, experiment)}
          onChange={(members) => set({ members })}
        />
        <div className="experiment-actions">
          <button
            type="button"
            className="experiment-more"
            aria-expanded={more}
            aria-controls="experiment-options"
            onClick={() => setMore(!more)}
          >
            Options
          </button>
          {busy && (
            <button type="button" className="experiment-cancel" data-testid="cancel" onClick={props.onCancel}>
              Cancel
            </button>
          )}
          <button type="button" className="experiment-run" data-testid="run" onClick={props.onRun}>
            {props.action}
          </button>
        </div>
      </div>
      <div className="experiment-options" id="experiment-options" hidden={!more}>
        {pruned && <PruneOptions experiment={experiment} offer={offer} set={set} />}
        <Choice
          label="Ties to the"
          value={experiment.ties}
          options={TIE_RULE_NAMES.map((rule) => [rule, TIE_RULES[rule].choice])}
          onChange={(ties) => set({ ties })}
        />
        <Choice
          label="Compute on"
          value={experiment.device}
          options={DEVICES}
          onChange={(device) => set({ device })}
        />
      </div>
      {props.children}
    </section>
  );
}

function Field(props: { label: string; className: string; children: ReactNode }) {
  return (
    <div className={`experiment-field ${props.className}`}>
      <span className="experiment-label">{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}

function Members(props: { members: number; most: number; onChange: (members: number) => void }) {
  const { members, most, onChange } = props;
  const [text, setText] = useState(String(members));
  const [told, setTold] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(String(members)), [members]);
  useEffect(() => {
    const element = input.current;
    if (!element) return;
    const commit = () => {
      const { value, told: word } = takenMembers(element.value, members, most);
      setText(String(value));
      setTold(word);
      if (value !== members) onChange(value);
    };
    element.addEventListener('change', commit);
    return () => element.removeEventListener('change', commit);
  }, [members, most, onChange]);
  return (
    <label className="experiment-field experiment-networks">
      <span className="experiment-label">Networks a side</span>
      <span>
        <input
          ref={input}
          type="number"
          data-testid="members"
          min={1}
          max={most}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />{' '}
        of {most}
        <small role="status"> {told}</small>
      </span>
    </label>
  );
}
