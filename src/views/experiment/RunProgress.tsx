import { timeLeft } from './timeLeft';

type Props = { done: number; secondsLeft: number | null; doing: string };

/** How far a run is, in words and as a line. */
export function RunProgress({ done, secondsLeft, doing }: Props) {
  const percent = Math.floor(done * 100);
  return (
    <div
      className="experiment-progress"
      role="progressbar"
      data-testid="progress"
      aria-label={doing}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className="experiment-progress-line" style={{ transform: `scaleX(${done})` }} />
      <span>
        {doing} · {percent}%{secondsLeft !== null && ` · ${timeLeft(secondsLeft)}`}
      </span>
    </div>
  );
}
