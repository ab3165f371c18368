import { ShardImage } from '../../views/exemplars/ShardImage';
import type { Preview } from './preview';

type FirstImagesProps = { preview: Preview; shuffled?: boolean };

/** The first images of chosen files as networks see them, with what was done to them. */
export function FirstImages({ preview: { shard, fitted, isLabelled }, shuffled = false }: FirstImagesProps) {
  const grey = shard.channels === 1 ? ' in grey' : '';
  return (
    <figure className="networks-preview" data-testid="images-preview">
      <ul>
        {Array.from({ length: shard.count }, (_, image) => {
          const label = shard.labels[image];
          const name = shard.classes[label] ?? (isLabelled ? `class ${label}` : undefined);
          return (
            <li key={shard.ids?.[image] ?? image}>
              <ShardImage
                shard={shard}
                image={image}
                limit={96}
                label={`Image ${shard.ids?.[image]}${name === undefined ? '' : `, ${name}`}`}
              />
              <span>{name}</span>
            </li>
          );
        })}
      </ul>
      <figcaption className="imports-note">
        The first {shard.count}
        {shuffled ? ', shuffled,' : ''} as the networks see them, {shard.height} x {shard.width}
        {grey}: {fitted}.
      </figcaption>
    </figure>
  );
}
