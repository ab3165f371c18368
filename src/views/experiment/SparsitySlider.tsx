import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { nearestLevel } from '../../model/experiment';
import { wholePercent } from '../../text/format';

type Props = {
  /** Share removed, 0..0.99. */
  sparsity: number;
  /** Of what. */
  removed: 'weights' | 'channels';
  /** The levels that exist; null where any level can be made. */
  levels: number[] | null;
  onDraft: (sparsity: number) => void;
  onCommit: (sparsity: number) => void;
};

const TICKS = [0.25, 0.5, 0.75];

/** Keys that move a slider. */
const MOVING = ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

/** Half the width of the label of the value, as a share removed: a tick nearer than this is under it. */
const LABEL = 0.26;

/**
 * How much is removed. It tells every step of the way (`onDraft`) and where it comes to rest (`onCommit`).
 */
export function SparsitySlider({ sparsity, removed, levels, onDraft, onCommit }: Props) {
  const [draft, setDraft] = useState(sparsity);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setDraft(sparsity), [sparsity]);

  const snap = (value: number) => (levels ? nearestLevel(levels, value) : Math.round(value * 100) / 100);
  /** A key settles on a level at once: there is nothing on its way. */
  const isKeyed = useRef(false);
  const move = (value: number) => {
    setDraft(value);
    if (!isKeyed.current) onDraft(value);
  };

  useEffect(() => {
    const element = input.current;
    if (!element) return;
    const commit = () =>
      onCommit(levels ? nearestLevel(levels, Number(element.value)) : Number(element.value));
    element.addEventListener('change', commit);
    return () => element.removeEventListener('change', commit);
  }, [levels, onCommit]);

  const step = (event: KeyboardEvent) => {
    if (MOVING.includes(event.key)) isKeyed.current = true;
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!levels || direction === undefined) return;
    event.preventDefault();
    const next = levels[levels.indexOf(nearestLevel(levels, draft)) + direction];
    if (next === undefined) return;
    move(next);
    onCommit(next);
  };

  const style = { '--at': draft / 0.99 } as Record<string, number>;
  return (
    <div className="experiment-slider" style={style}>
      <input
        ref={input}
        type="range"
        data-testid="sparsity"
        aria-label={`Share of ${removed} removed`}
        aria-valuetext={`${wholePercent(draft)} removed`}
        min={0}
        max={0.99}
        step={0.01}
        value={draft}
        onChange={(event) => move(snap(Number(event.target.value)))}
        onKeyDown={step}
        onPointerDown={() => {
          isKeyed.current = false;
        }}
      />
      <div className="experiment-ticks" aria-hidden="true">
        {(levels ?? TICKS).map((level) => (
          <span
            key={level}
            style={{ left: `calc(9px + ${level / 0.99} * (100% - 18px))` }}
            data-near={Math.abs(level - draft) < LABEL}
          >
            {Math.round(level * 100)}
          </span>
        ))}
        <span className="experiment-here">
          {wholePercent(draft)} {removed === 'channels' ? 'of channels' : 'removed'}
        </span>
      </div>
    </div>
  );
}
