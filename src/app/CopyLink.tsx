import { useState } from 'react';

/** Copies the address of what is on screen; `local` says that it opens only in this browser. */
export function CopyLink({ className, local = false }: { className?: string; local?: boolean }) {
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
      {copied ? (local ? 'Copied, for this browser only' : 'Copied') : 'Copy link'}
    </button>
  );
}
