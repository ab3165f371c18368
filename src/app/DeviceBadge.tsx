import { useState } from 'react';
import { type DeviceChoice, defaultExperiment } from '../model/experiment';
import { three } from '../views/device/deviceWords';
import { later } from './loading/later';
import { PanelBoundary } from './PanelBoundary';
import type { Lab } from './useLab';

const DevicePanel = later(() => import('../views/device/DevicePanel').then((file) => file.DevicePanel));

const CHOICES: DeviceChoice[] = ['webgpu', 'wasm', 'tensorflow'];

function chosenDevice(): DeviceChoice {
  const asked = new URLSearchParams(location.search).get('device');
  return CHOICES.find((choice) => choice === asked) ?? 'auto';
}

/** Puts the device into the address, which the explorer follows. */
function chooseDevice(choice: DeviceChoice): void {
  const query = new URLSearchParams(location.search);
  if (choice === 'auto') query.delete('device');
  else query.set('device', choice);
  const text = query.toString();
  history.pushState(null, '', `${location.pathname}${text ? `?${text}` : ''}${location.hash}`);
  dispatchEvent(new PopStateEvent('popstate'));
}

/**
 * The badge: which device computes, and its measured speed. It opens the panel that says why and measures
 * this machine.
 */
export function DeviceBadge({ lab }: { lab: Lab }) {
  const { device, zoo, offers, measured, job, progress } = lab.state;
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<DeviceChoice>('auto');
  if (!device) return <span className="shell-device" />;
  const show = () => {
    setChoice(chosenDevice());
    setOpen(true);
    if (!offers) lab.survey();
  };
  const choose = (next: DeviceChoice) => {
    setChoice(next);
    chooseDevice(next);
  };
  return (
    <span className="shell-device">
      <button
        type="button"
        data-testid="device"
        data-device={device.name}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={show}
      >
        {device.description}
        {device.speed && <b>{three(device.speed.imagesPerSecond)} images/s</b>}
      </button>
      {open && (
        <PanelBoundary name="Device" waiting={null}>
          <DevicePanel
            inUse={device}
            machine={{ browser: navigator.userAgent, cores: navigator.hardwareConcurrency ?? 1 }}
            choice={choice}
            onChoice={choose}
            offers={offers}
            figures={measured}
            progress={
              job?.kind === 'measure' ? (progress ?? { done: 0, secondsLeft: null, doing: 'Starting' }) : null
            }
            onMeasure={(devices) => zoo && lab.measure(devices, defaultExperiment(zoo.offer))}
            onCancel={lab.cancel}
            onClose={() => setOpen(false)}
          />
        </PanelBoundary>
      )}
    </span>
  );
}
