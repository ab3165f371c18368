// The class exercise: its parts and questions, each with an address. docs/classroom.md and the page say them;
// the answers are computed.

type ClassQuestion = {
  /** Names the answer in the key. */
  id: string;
  asks: string;
  /** Where it is answered: what follows the page's own address. */
  address: string;
};

type ClassPart = { title: string; minutes: number; questions: readonly ClassQuestion[] };

/** Ninety minutes, in parts. */
export const CLASSROOM: readonly ClassPart[] = [
  {
    title: 'The average',
    minutes: 15,
    questions: [
      {
        id: 'cost',
        asks: 'Remove 90% of the weights. How many percentage points of accuracy does that cost?',
        address: '?sparsity=0.9&chapter=1',
      },
      {
        id: 'mild',
        asks: 'Now remove 30%. How many of the 10,000 images change their label?',
        address: '?sparsity=0.3',
      },
    ],
  },
  {
    title: 'Is it only retraining?',
    minutes: 15,
    questions: [
      {
        id: 'retraining',
        asks: 'Remove nothing, and train again from other starts. How many images change their label?',
        address: '?variant=null',
      },
      {
        id: 'beyond',
        asks: 'At 90%, how many images change beyond what training again changes?',
        address: '?sparsity=0.9&chapter=5',
      },
    ],
  },
  {
    title: 'Who pays',
    minutes: 20,
    questions: [
      {
        id: 'payer',
        asks: 'Which class loses most beyond the average over all classes, and how much?',
        address: '?sparsity=0.9&chapter=3',
      },
      {
        id: 'tail',
        asks: 'In a training set with a long tail, how many images change their label at 90%?',
        address: '?data=fashion-mnist-long-tail&sparsity=0.9&chapter=3&details=long-tail',
      },
    ],
  },
  {
    title: 'The images',
    minutes: 20,
    questions: [
      {
        id: 'first',
        asks: 'Open the first image of the gallery. How many networks of each side give its label?',
        address: '?sparsity=0.9&chapter=4',
      },
      {
        id: 'judge',
        asks:
          'Judge twenty images without knowing which were forgotten, and save your file. Are ' +
          'forgotten images more often hard?',
        address: '#/judge',
      },
    ],
  },
  {
    title: 'Your own, and what to ship',
    minutes: 20,
    questions: [
      {
        id: 'sample',
        asks: 'Open the sample file on the page Yours. How many images change their label?',
        address: '#/yours',
      },
      {
        id: 'small',
        asks: 'Train small networks from the start, with 30.5% of the channels. How many images change?',
        address: '?variant=narrow&width=0.305',
      },
    ],
  },
];

/** The file to open on the page *Yours*: five networks a side on 300 images, in long form. */
export const SAMPLE = { path: 'classroom/sample.csv', networks: 5, images: 300 };

/** How a teacher pools the files that a class saved on the page *Judge*. */
export const POOL = 'npm run -s lacuna -- annotate-summary FOLDER';
