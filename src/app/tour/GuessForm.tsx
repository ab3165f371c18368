import { useState } from 'react';

type GuessFormProps = { asks: string; most: number; onGuess: (guess: number | 'skipped') => void };

/** A question with a number for an answer, from 0 to `most`; or to be told at once. */
export function GuessForm({ asks, most, onGuess }: GuessFormProps) {
  const [text, setText] = useState('');
  return (
    <form
      className="tour-guess"
      onSubmit={(event) => {
        event.preventDefault();
        const guess = Number(text);
        if (text.trim() !== '' && Number.isInteger(guess)) onGuess(guess);
      }}
    >
      <label>
        {asks}
        <input
          type="number"
          required
          min={0}
          max={most}
          step={1}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="tour-next">
        Guess
      </button>
      <button type="button" onClick={() => onGuess('skipped')}>
        Just tell me
      </button>
    </form>
  );
}
