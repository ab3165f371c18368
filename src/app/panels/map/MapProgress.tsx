/** How far the placing of images on a map is. */
export function MapProgress({ done }: { done: number }) {
  return (
    <p className="shell-waiting" role="status">
      Placing the images by the votes on them.{' '}
      <progress aria-label="Placing the images" value={done} max={1} /> {Math.floor(100 * done)}%
    </p>
  );
}
