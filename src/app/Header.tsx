import { useState } from 'react';
import type { DeviceReport } from './lab/protocol';
import { useTheme } from './theme';

type Props = { page: 'explore' | 'methods'; device: DeviceReport | null };

function speed(imagesPerSecond: number): string {
  const rounded = Number(imagesPerSecond.toPrecision(3));
  return `${rounded.toLocaleString('en')} images/s`;
}

/** The badge: which device computes, its measured speed, and why it was chosen. */
function DeviceBadge({ device }: { device: DeviceReport | null }) {
  const [open, setOpen] = useState(false);
  if (!device) return <span className="shell-device" data-testid="device" />;
  return (
    <span className="shell-device">
      <button
        type="button"
        data-testid="device"
        data-device={device.name}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {device.description}
        {device.imagesPerSecond !== null && <b>{speed(device.imagesPerSecond)}</b>}
      </button>
      {open && (
        <span className="shell-device-why" role="status">
          In use: {device.reason}.{' '}
          {device.imagesPerSecond !== null &&
            'The speed was measured here: images a second through one dense network of this architecture, all cores busy.'}
        </span>
      )}
    </span>
  );
}

/** Copies the address of what is on screen. */
export function CopyLink({ className }: { className?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      prompt('Copy this address:', location.href);
    }
  };
  return (
    <button type="button" className={className} onClick={copy}>
      {copied ? 'Copied' : 'Copy link'}
    </button>
  );
}

/** The head of every page. */
export function Header({ page, device }: Props) {
  const { theme, toggle } = useTheme();
  return (
    <header className="shell-header">
      <a className="shell-mark" href="#/">
        Lacuna
      </a>
      <span className="shell-what">what compressed networks forget</span>
      <nav aria-label="Pages">
        <a href="#/" aria-current={page === 'explore' ? 'page' : undefined}>
          Explore
        </a>
        <a href="#/methods" aria-current={page === 'methods' ? 'page' : undefined}>
          Methods
        </a>
      </nav>
      <DeviceBadge device={device} />
      <CopyLink />
      <button type="button" onClick={toggle}>
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}
