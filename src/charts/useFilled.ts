import { useState } from 'react';

/** With more options than these, a list of them is filled when a reader turns to it. */
const MANY = 100;

/**
 * Whether a list of so many options is to be filled: a long one only while a reader is at it, so that it is
 * not drawn with everything else. `listeners` belong to its `select`.
 */
export function useFilled(options: number) {
  const [isAt, setAt] = useState(false);
  const [fill, drop] = [() => setAt(true), () => setAt(false)];
  return {
    isFilled: isAt || options <= MANY,
    listeners: { onPointerDown: fill, onFocus: fill, onBlur: drop },
  };
}
