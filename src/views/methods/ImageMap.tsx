import { Command } from '../../charts/Command';
import { Section } from './Section';

/** How images are placed on the map, and what it does not mean. */
export function ImageMap() {
  return (
    <Section anchor="map">
      <p>
        The map puts every test image on a plane, so that like images lie near each other. For the zoo, images
        are alike when the dense networks see like things in them. What the last layer of each network reads,
        128 numbers, is set side by side for all networks. Networks have no axes in common, so the numbers
        themselves are not averaged. The distance of two images is then the root of the mean square of their
        distances in the single networks. The first 50 principal components of these numbers are laid out by
        t-SNE (van der Maaten and Hinton 2008). It has perplexity 30, begins at the first two components and
        has a fixed seed. <Command>python3 zoo/map.py fashion-mnist</Command> makes the same places again.
      </p>
      <p>
        Of predictions alone it is not known what networks see. Images are then alike when the networks vote
        alike. The shares of the dense networks’ votes by class, and those of the compressed ones, are laid
        out in the browser by UMAP (McInnes, Healy and Melville 2018). Images with the same votes form a disc
        around their place. Of more than 4,000 different votes a seeded draw is laid out, and the other images
        are left out.
      </p>
      <p>
        Such a map keeps who lies near whom, and that not always. Directions, the distance between far groups,
        and how large, crowded or round a group is mean nothing; another seed draws another map. Only one
        figure is computed from places on the map: the share of PIEs among the ten images nearest to a PIE. It
        stands beside the share among all images.
      </p>
    </Section>
  );
}
