import { useState } from 'react';
import type { DeviceFigures, DeviceOffer } from '../../model/deviceFigures';
import type { DeviceChoice } from '../../model/experiment';
import { RunProgress } from '../experiment/RunProgress';
import { Sheet } from '../sheet/Sheet';
import { claim, type DeviceInUse, figuresJson, type Machine, speedSentence } from './deviceWords';
import { Measured } from './Measured';
import { tilesSentence } from './tilesWords';
import './device.css';

export type DevicePanelProps = {
  inUse: DeviceInUse;
  machine: Machine;
  choice: DeviceChoice;
  onChoice: (choice: DeviceChoice) => void;
  /** Null until the machine has been looked over. */
  offers: DeviceOffer[] | null;
  figures: DeviceFigures[];
  /** How far a measurement is; null when none is under way. */
  progress: { done: number; secondsLeft: number | null; doing: string } | null;
  onMeasure: (devices: DeviceOffer['name'][]) => void;
  onCancel: () => void;
  onClose: () => void;
};

function Copy({ text }: { text: () => string }) {
  const [done, setDone] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setDone('Copied');
    } catch {
      setDone('This browser refuses to copy');
    }
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{done ?? 'Copy as JSON'}</span>
    </button>
  );
}

/**
 * The device that computes, why, what else there is, how to force it; and a short bench of the reader's own
 * machine.
 */
export function DevicePanel(props: DevicePanelProps) {
  const { inUse, machine, choice, offers, figures, progress } = props;
  const [asked, setAsked] = useState<ReadonlySet<string> | null>(null);
  const available = offers?.filter((offer) => offer.available) ?? [];
  const chosen = asked ?? new Set<string>(available.flatMap(({ name, slow }) => (slow ? [] : [name])));
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setAsked(next);
  };
  const choices: { value: DeviceChoice; label: string; note: string; available: boolean }[] = [
    {
      value: 'auto',
      label: 'The fastest here',
      note: 'WebGPU where there is a GPU, else WebAssembly',
      available: true,
    },
    ...(offers ?? []).map((offer) => ({ ...offer, value: offer.name, label: offer.title })),
  ];
  return (
    <Sheet label="Device" className="sheet-page device-panel" onClose={props.onClose}>
      <div className="sheet-head">
        <h2>This machine</h2>
        <button type="button" onClick={props.onClose}>
          Close
        </button>
      </div>
      <p className="device-claim" data-testid="device-claim">
        {claim(inUse, figures)}
      </p>
      <p className="device-note">
        In use: {inUse.description}, because {inUse.reason}. {speedSentence(inUse)}
      </p>
      {inUse.tiles && (
        <p className="device-note" data-testid="device-tiles">
          {tilesSentence(inUse.tiles)}
        </p>
      )}
      <fieldset className="device-choices">
        <legend>Compute on</legend>
        {choices.map(({ value, label, note, available: can }) => (
          <label key={value}>
            <input
              type="radio"
              name="device-choice"
              value={value}
              checked={choice === value}
              disabled={!can}
              onChange={() => props.onChoice(value)}
            />
            <span>
              {label}
              <small>{note}</small>
            </span>
          </label>
        ))}
        <p className="device-note">The choice stands in the address, as device=wasm, webgpu or tensorflow.</p>
      </fieldset>
      <h3>Measure this machine</h3>
      <p className="device-note">
        A short bench on the networks that are open, in the background. Dense and sparse ones in turns,
        pruning, and the way from a new level to findings. Where no sparse ones came, dense ones are pruned
        here. It loads the weights that are not here yet. Nothing is sent anywhere.
      </p>
      {progress ? (
        <div className="device-progress">
          <RunProgress {...progress} />
          <button type="button" data-testid="device-cancel" onClick={props.onCancel}>
            Cancel
          </button>
        </div>
      ) : (
        <div className="device-actions">
          {available.map(({ name, title: label }) => (
            <label key={name}>
              <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} /> {label}
            </label>
          ))}
          <button
            type="button"
            data-testid="device-measure"
            disabled={chosen.size === 0 || offers === null}
            onClick={() =>
              props.onMeasure(available.map(({ name }) => name).filter((name) => chosen.has(name)))
            }
          >
            {figures.length > 0 ? 'Measure again' : 'Measure'}
          </button>
          {figures.length > 0 && <Copy text={() => figuresJson(machine, offers ?? [], figures)} />}
        </div>
      )}
      {figures.map((device) => (
        <Measured key={device.name} device={device} />
      ))}
      {figures.length > 0 && (
        <p className="device-note">
          How to read: a bar is the median of the rounds, the line through it reaches from the slowest to the
          fastest. A ratio is taken in each round. Whatever else uses the processor slows a round: ratios
          suffer less than speeds.
        </p>
      )}
    </Sheet>
  );
}
