import { capital, count, noun, word } from '../../text/format';
import type { TourFacts } from './facts';

/** A question that the reader answers before the page does. */
type Guess = {
  asks: (facts: TourFacts) => string;
  /** The answer; null where the data do not have it. */
  answer: (facts: TourFacts) => number | null;
};

/** What a step says beside the page: lines that hold anywhere, and lines with figures once they are known. */
export type StepText = {
  before: string;
  guess?: Guess;
  /** After the guess, where there is one. */
  lines: (facts: TourFacts) => string[];
};

const images = (n: number) => `${count(n)} ${noun(n, 'image')}`;

/** The texts of the tour, a step each. Every figure comes from the data on screen. */
export const STEPS: readonly StepText[] = [
  {
    before:
      'A network looks at an image and says what it is. Another, trained from another start, may ' +
      'disagree. So let many vote.',
    lines: ({ example, networks, removed }) =>
      example === null
        ? ['No image is forgotten here: every majority that was right stays right.']
        : [
            `The first image at the top is labelled ${example.label}. With all their weights, ` +
              `${example.before} networks say so.`,
            `${capital(word(networks))} others lost ${removed ?? 'part'} of their weights in ` +
              `training. Of these, ${example.after} say so.`,
            'Each dot under it is one network: blue has all its weights, orange does not. Filled ' +
              'says the label.',
          ],
  },
  {
    before: 'Each dot in this figure is one network. Its height is the share of images that it gets right.',
    lines: ({ dense, compressed, change, removed }) => [
      `On average, networks with all their weights get ${dense} right. With ${removed ?? 'part'} ` +
        `removed, they still get ${compressed} right.`,
      change.isLoss
        ? `That is a loss of ${change.size}. By this one number, little is lost.`
        : 'By this one number, nothing is lost.',
      'Dots of one colour differ too. That is chance: the same training from another start.',
    ],
  },
  {
    before:
      'Now you prune. Move the slider in the bar at the top: the smallest weights go first, and ' +
      'the figure shows which.',
    lines: ({ compressed, dense, removed, images: n }) => [
      `With ${removed ?? 'part'} of the weights removed, accuracy is ${compressed}.`,
      `With all weights it is ${dense}, on the same first ${images(n)}.`,
      'How far can you go before this number moves? Try a few levels, then go on.',
    ],
  },
  {
    before:
      'Back to networks that were pruned while they were trained. Their accuracy is almost what it ' +
      'was. Are their answers?',
    guess: {
      asks: ({ change, images: n }) =>
        `Accuracy changes by ${change.size}. How many of ${images(n)} get another label from the majority?`,
      answer: ({ pies }) => pies,
    },
    lines: ({ pies, images: n }) => [
      `${images(pies)} of ${count(n)}: some get worse, some get better, and the average hides both.`,
      'These are the PIEs, Pruning Identified Exemplars. Open a few: would you have been sure?',
    ],
  },
  {
    before: 'Not so fast. Train again from other starts, remove nothing, and labels change as well.',
    guess: {
      asks: ({ pies }) =>
        `Pruning changed ${images(pies)}. How many does training again change, with nothing removed?`,
      answer: ({ floor }) => floor,
    },
    lines: ({ floor, pies }) =>
      floor === null
        ? ['These data have no second set of networks with all their weights, so nobody can say.']
        : [
            `Training again alone changes ${images(floor)}. Only what lies beyond that is the work ` +
              'of pruning.',
            pies > floor
              ? `Here ${images(pies - floor)} lie beyond. This chapter tests whether that could be chance.`
              : 'Here nothing lies beyond.',
          ],
  },
  {
    before: 'An average can stay while some pay. Each row is a class, and its bar says how much it changed.',
    lines: ({ payer }) => [
      payer ?? 'No class loses measurably more than the others here.',
      'Choose a row to see its networks, and from there its images.',
      'Where training images are few, it is worse: “90%, long tail” in the line of presets shows such data.',
    ],
  },
  {
    before: 'You have a phone to fit, and must ship one of these. Which, and who will notice?',
    lines: ({ compressed, pies }) => [
      `Remove most weights: ${compressed} right, and ${count(pies)} labels that are not what they were.`,
      'Or keep all weights in one byte each. Or train a small network from the start, as in the figure here.',
      'The presets have each of these. Set two side by side, and look at the images before you decide.',
    ],
  },
];
