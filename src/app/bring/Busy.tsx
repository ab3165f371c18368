import { timeLeft } from '../../views/experiment/timeLeft';

type BusyProps = {
  busy: { doing: string; done: number | null; secondsLeft?: number | null };
  onStop: () => void;
};

/** What is being done, how far it is, and a button that ends it. */
export function Busy({ busy: { doing, done, secondsLeft = null }, onStop }: BusyProps) {
  return (
    <div className="imports-busy" role="status">
      <progress aria-label={doing} value={done ?? undefined} max={1} />
      <span>
        {doing}
        {secondsLeft !== null && ` · ${timeLeft(secondsLeft)}`}
      </span>
      <button type="button" onClick={onStop}>
        Stop
      </button>
    </div>
  );
}
