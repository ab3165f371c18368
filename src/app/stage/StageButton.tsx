/** Turns the stage on and off: chapters as slides. */
export function StageButton({ on, onToggle }: { on: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      id={on ? undefined : 'stage-start'}
      aria-pressed={on}
      aria-keyshortcuts={on ? 'Escape' : undefined}
      title="Chapters as slides, for a projector"
      onClick={onToggle}
    >
      Stage
    </button>
  );
}
