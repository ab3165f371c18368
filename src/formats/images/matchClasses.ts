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
 * The classes of images that were read, with how many images each has; `byName`: in the order of their names,
 * for want of another.
 */
type ImageClasses = { file: string; classes: string[]; counts: number[]; byName: boolean };

type Matches = { matches: ClassMatch[]; problem: string | null };

/**
 * The ways in which the classes of images can be the outputs of networks, the likeliest first: by name where
 * the names are the same, by position else. `network` are the names that a description, or whatever `source`
 * is, gives its outputs, if any. Classes that are numbers are outputs by their number, by their place among
 * folders sorted as text (torchvision's ImageFolder, Keras), or from 1. Every way that fits and differs is
 * given. So are both orders of names with numbers in them (class10 before class2, or after it). `problem` is
 * one sentence where the numbers disagree.
 */
export function matchClasses(
  network: string[] | null,
  images: ImageClasses,
  outputs: number,
  source = 'description',
): Matches {
  const { file, classes, byName } = images;
  if (classes.every((name, place) => name === `${place}`)) return matchNumbers(network, images, outputs);
  const subset =
    network !== null &&
    new Set(network).size === network.length &&
    classes.every((name) => network.includes(name));
  const fits = subset ? classes.length <= outputs : classes.length === outputs;
  if (!fits) return unfit(file, outputs, `${classes.length} (${listed(classes)})`);
  const places = classes.map((_, place) => place);
  const order = byName ? 'their alphabetical order' : 'the order of the file';
  const positions: ClassMatch = { outputs: places, names: classes, words: '' };
  const counted = byName ? inNumericOrder(classes) : [];
  if (network === null) {
    const words = `Output k is class k of the images, in ${order}.`;
    return { matches: [{ ...positions, words }, ...counted], problem: null };
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
    return { matches: [matched, { ...positions, words: other }, ...counted], problem: null };
  }
  const words = (whose: string) => `By position, with the names of the ${whose}.`;
  return {
    matches: [
      { outputs: places, names: network, words: words(source) },
      { ...positions, words: words('images') },
      ...counted,
    ],
    problem: null,
  };
}

/** The way in which numbers within names count as numbers (class2 before class10), where that differs. */
function inNumericOrder(classes: string[]): ClassMatch[] {
  const places = classes.map((_, place) => place).sort((a, b) => byNumbersWithin(classes[a], classes[b]));
  if (places.every((place, output) => place === output)) return [];
  const outputs = classes.map(() => 0);
  for (const [output, place] of places.entries()) outputs[place] = output;
  const names = places.map((place) => classes[place]);
  return [{ outputs, names, words: `Names sorted by the numbers in them: ${listed(names)}.` }];
}

/** Compares two names as text by code unit, runs of digits within them as numbers. */
function byNumbersWithin(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [mine, other] = [left[at], right[at]];
    const difference = /^\d/.test(mine) && /^\d/.test(other) ? Number(mine) - Number(other) : 0;
    if (difference !== 0) return difference;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** Classes that are whole numbers, 0 to the largest; those between that have no image count for nothing. */
function matchNumbers(
  network: string[] | null,
  { file, classes, counts, byName }: ImageClasses,
  outputs: number,
): Matches {
  const there = classes.flatMap((_, number) => (counts[number] > 0 ? [number] : []));
  const way = (order: number[], words: string): ClassMatch => {
    const place = new Map(order.map((number, output) => [number, output]));
    const named = Array.from({ length: outputs }, (_, output) => `${order[output] ?? output}`);
    return {
      outputs: classes.map((_, number) => place.get(number) ?? 0),
      names: network ?? named,
      words,
    };
  };
  const all = Array.from({ length: outputs }, (_, output) => output);
  const text = [...there].sort((a, b) => (`${a}` < `${b}` ? -1 : 1));
  const ways: ClassMatch[] = [];
  if (byName && there.length === outputs) {
    ways.push(way(text, `Folders sorted as text, as torchvision and Keras do: ${listed(text)}.`));
  }
  if (classes.length <= outputs) ways.push(way(all, 'Labels are numbers: number k is output k.'));
  if (there[0] === 1 && classes.length - 1 <= outputs) {
    const words = `Labels run from 1 to ${classes.length - 1}: number k is output k - 1.`;
    ways.push(
      way(
        all.map((output) => output + 1),
        words,
      ),
    );
  }
  if (byName && there.length === outputs) {
    ways.push(way(there, `Folders sorted as numbers: ${listed(there)}.`));
  }
  const matches = ways.filter(
    ({ outputs: mine }, at) =>
      ways.findIndex(({ outputs: other }) => there.every((number) => other[number] === mine[number])) === at,
  );
  // Where all orders agree, the plainest words serve.
  const plain = ways.find(({ words }) => words.startsWith('Labels are'));
  if (matches.length === 1 && plain) return one(plain);
  if (matches.length > 0) return { matches, problem: null };
  const beyond = there.filter((number) => number >= outputs);
  if (there[0] === 0 && beyond.length <= MOST_ODD) return beyondOutputs(beyond, counts, outputs, file);
  if (there.length > outputs) return unfit(file, outputs, `${there.length} (${listed(there)})`);
  const problem =
    `${file}: expected labels from 0 to ${outputs - 1} or from 1 to ${outputs}, one for each output of the ` +
    `networks, got ${listed(there)}; number them so.`;
  return { matches: [], problem };
}

/** So few labels that are no outputs are mistakes, or say that there is none. */
const MOST_ODD = 3;

function beyondOutputs(beyond: number[], counts: number[], outputs: number, file: string): Matches {
  const images = beyond.reduce((sum, number) => sum + counts[number], 0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const none = beyond.includes(255) ? ' (-1, which says that there is no class, is 255 as a byte)' : '';
  const problem =
    `${file}: expected labels from 0 to ${outputs - 1}, one for each output of the networks, got ` +
    `${beyond.join(', ')} for ${images} of ${all} images${none}; leave those images out, or choose ` +
    'networks with that output.';
  return { matches: [], problem };
}

/** The first outputs in words. */
function listed(numbers: (number | string)[]): string {
  return numbers.length > 6 ? `${numbers.slice(0, 4).join(', ')}, ... ${numbers.at(-1)}` : numbers.join(', ');
}

function unfit(file: string, outputs: number, got: string): Matches {
  return {
    matches: [],
    problem: `${file}: expected ${outputs} classes, as many as the networks have outputs, got ${got}.`,
  };
}

function one(match: ClassMatch): Matches {
  return { matches: [match], problem: null };
}

/**
 * The way to pair classes with outputs that holds: the one that was chosen, by its words, else the one with
 * which a first network is right most often.
 */
export function chosenWay(
  matches: ClassMatch[],
  wanted: string | null,
  checked: { correct: number[] } | null,
): number {
  const own = matches.findIndex(({ words }) => words === wanted);
  if (own >= 0) return own;
  const correct = matches.map((_, at) => checked?.correct[at] ?? 0);
  return Math.max(0, correct.indexOf(Math.max(...correct)));
}

/**
 * Whether `correct` of `of` images is no better than guessing among `classes`: within two standard
 * deviations.
 */
export function isGuessing(correct: number, of: number, classes: number): boolean {
  const chance = 1 / classes;
  return correct <= of * chance + 2 * Math.sqrt(of * chance * (1 - chance));
}
