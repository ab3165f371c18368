/** Leaves the files of a folded part out again. It goes away with them, and the focus to the part's head. */
export function WithoutThem({ onLeave }: { onLeave: () => void }) {
  return (
    <button
      type="button"
      className="imports-quiet"
      onClick={({ currentTarget }) => {
        currentTarget.closest('details')?.querySelector('summary')?.focus();
        onLeave();
      }}
    >
      Without them
    </button>
  );
}
