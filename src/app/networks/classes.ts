/** One way to pair the classes of images with the outputs of networks. */
export type ClassMatch = {
  /** The output that stands for each class of the images. */
  outputs: number[];
  /** The names of the outputs. */
  names: string[];
  /** How they were paired, in words. */
  words: string;
};

/**
 * The ways in which the classes of images can be the outputs of networks, the likeliest first: by name where the names are the same, by position
 * else. `network` are the names that a description, or whatever `source` is, gives its outputs, if any; `byName` says that the images' classes stand in the order of their
 * names for want of another. `problem` is one sentence where the numbers disagree.
 */
export function matchClasses(
  network: string[] | null,
  images: { file: string; classes: string[]; byName: boolean },
  outputs: number,
  source = 'description',
): { matches: ClassMatch[]; problem: string | null } {
  const { file, classes, byName } = images;
  const numbers = classes.every((name, place) => name === `${place}`);
  const subset =
    network !== null &&
    !numbers &&
    new Set(network).size === network.length &&
    classes.every((name) => network.includes(name));
  const fits = numbers || subset ? classes.length <= outputs : classes.length === outputs;
  if (!fits) {
    return {
      matches: [],
      problem: `${file}: expected ${outputs} classes, as many as the networks have outputs, got ${classes.length}.`,
    };
  }
  const places = classes.map((_, place) => place);
  const order = byName ? 'their alphabetical order' : 'the order of the file';
  if (numbers) {
    const names = network ?? Array.from({ length: outputs }, (_, place) => `${place}`);
    return one({ outputs: places, names, words: 'Labels are numbers: number k is output k.' });
  }
  const positions: ClassMatch = { outputs: places, names: classes, words: '' };
  if (network === null) {
    return one({ ...positions, words: `Output k is class k of the images, in ${order}.` });
  }
  const same = classes.length === outputs && classes.every((name, place) => network[place] === name);
  if (same)
    return one({ ...positions, words: `The ${source} and the images name the same classes in one order.` });
  if (subset) {
    const matched: ClassMatch = {
      outputs: classes.map((name) => network.indexOf(name)),
      names: network,
      words: `By name: the ${source} says which output is which class.`,
    };
    if (classes.length < outputs) return one(matched);
    const other = `By position: output k is class k of the images, in ${order}.`;
    return { matches: [matched, { ...positions, words: other }], problem: null };
  }
  const words = (whose: string) => `By position, with the names of the ${whose}.`;
  return {
    matches: [
      { outputs: places, names: network, words: words(source) },
      { ...positions, words: words('images') },
    ],
    problem: null,
  };
}

function one(match: ClassMatch): { matches: ClassMatch[]; problem: null } {
  return { matches: [match], problem: null };
}

/** Whether `correct` of `of` images is no better than guessing among `classes`: within two standard deviations. */
export function isGuessing(correct: number, of: number, classes: number): boolean {
  const chance = 1 / classes;
  return correct <= of * chance + 2 * Math.sqrt(of * chance * (1 - chance));
}
