/**
 * `make` with a memory: what it gives for one object and the same further arguments is worked out once, and
 * kept as long as that object is. For pure functions of objects that do not change.
 */
export function remembered<Of extends object, Rest extends (string | number | null)[], Value>(
  make: (of: Of, ...rest: Rest) => Value,
): (of: Of, ...rest: Rest) => Value {
  const known = new WeakMap<Of, Map<string, { value: Value }>>();
  return (of, ...rest) => {
    const values = known.get(of) ?? new Map<string, { value: Value }>();
    known.set(of, values);
    const key = JSON.stringify(rest);
    const found = values.get(key) ?? { value: make(of, ...rest) };
    values.set(key, found);
    return found.value;
  };
}
