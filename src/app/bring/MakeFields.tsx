/** Whether networks of both sides are pairs. */
export function PairedField({ paired, onPaired }: { paired: boolean; onPaired: (paired: boolean) => void }) {
  return (
    <label className="imports-check">
      <input type="checkbox" checked={paired} onChange={(event) => onPaired(event.currentTarget.checked)} />
      Each compressed network was made from the dense one of the same name, or, where names differ, of the
      same place in the order of names
    </label>
  );
}

/** What is brought is called. */
export function NameField({ name, onName }: { name: string; onName: (name: string) => void }) {
  return (
    <label className="imports-name">
      Name
      <input
        type="text"
        value={name}
        maxLength={80}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </label>
  );
}
