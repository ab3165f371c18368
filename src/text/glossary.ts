// Every term and what it means, once: the page explains words by it, the Methods page lists it, and
// docs/glossary.md says the same.

export type GlossaryEntry = {
  term: string;
  means: string;
  /** The spellings that the page explains where they stand, as a regular expression. */
  words?: string;
};

/** In alphabetical order. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  { term: 'accuracy, top-1', means: 'the share of images that a network classifies right' },
  {
    term: 'adjusted p',
    means:
      'p after allowing for many tests at once, so that few of those called significant are so by chance',
    words: '[Aa]djusted p|Benjamini(?: and |-)Hochberg',
  },
  {
    term: 'analytic floor',
    means: 'the noise floor expected from vote shares alone, without a null population',
  },
  { term: 'architecture', means: 'the graph of layers that all networks of a population share' },
  {
    term: 'BatchNorm',
    means:
      'batch normalisation: a layer that shifts and scales each channel by its mean and variance ' +
      'over training images',
    words: 'BatchNorm',
  },
  {
    term: 'bootstrap',
    means:
      'drawing the images anew, with replacement, many times: how far a figure depends on which there are',
    words: 'bootstrap',
  },
  { term: 'bundle', means: 'a session as one checked file that opens again anywhere' },
  {
    term: 'calibration',
    means: 'whether answers given with 80% confidence are right 80% of the time',
    words: '[Cc]alibration(?! images)|calibrated',
  },
  {
    term: 'calibration images',
    means: 'training images on which BatchNorm statistics are estimated again and number ranges are found',
  },
  {
    term: 'capacity',
    means: 'how many weights a network has from the start: narrow networks beside pruned ones',
  },
  {
    term: 'checkpoint',
    means: 'what a network in training is after an epoch: weights, velocities, masks, and its curve so far',
  },
  {
    term: 'class impact',
    means: "the change of a class's recall beyond the change of accuracy, with a test",
  },
  {
    term: 'compressed population',
    means: 'the population that the dense one is compared with, pruned or quantised',
  },
  {
    term: 'compression method',
    means: 'a way to make a compressed population from the dense one, without training',
  },
  { term: 'confidence', means: 'the probability that a network gives the class it predicts' },
  { term: 'dense', means: 'trained with all weights, none removed', words: 'dense' },
  { term: 'device', means: 'what computes: WebGPU, WebAssembly or TensorFlow.js' },
  {
    term: 'disparate impact, flagged',
    means: "of a class: its change beyond the model's is significant, p at most .05",
    words: 'flagged',
  },
  {
    term: 'diverge',
    means:
      "a network's loss is no number, or above that of guessing for an epoch, or for all steps where " +
      'epochs are short: its training ends',
  },
  { term: 'experiment', means: 'one question put to the explorer; it is also the address' },
  { term: 'findings', means: "all that the audit derives from two populations' predictions" },
  { term: 'fine-tuning', means: 'training pruned networks further; what was pruned stays zero' },
  {
    term: 'flips',
    means: "images on which one network's prediction changes (predictive churn of single networks)",
  },
  {
    term: 'folded BatchNorm',
    means:
      'scale and shift of a BatchNorm that an exporter multiplied into the convolution before it; ' +
      'pruning by magnitude then sees them',
  },
  {
    term: 'forgotten, recovered, traded',
    means: 'outcomes of a PIE: right then wrong, wrong then right, wrong then wrong in another way',
  },
  {
    term: 'held-out images',
    means: "images of one's own that no network is trained on, and that all are judged on",
  },
  {
    term: 'interval, 95%',
    means: 'made so that 95 of 100 such intervals hold the value that endless repetition would give',
    words: '95% intervals?',
  },
  {
    term: 'Jaccard index',
    means: 'how far two sets agree: the members they share, over all members of either, 0 to 1',
    words: 'Jaccard(?: index)?',
  },
  { term: 'level', means: 'a share of weights removed, and the population there' },
  { term: 'long tail', means: 'classes with few training images' },
  {
    term: 'map',
    means:
      'the test images as points on a plane, like ones near each other; directions and far ' +
      'distances mean nothing',
  },
  {
    term: 'member, network',
    means: 'one of the K networks of a population; files and types say member, people read network',
  },
  {
    term: 'modal label',
    means: 'the class that most networks of a population predict for an image',
    words: 'modal labels?',
  },
  { term: 'narrow', means: 'dense, with a share of the channels from the start' },
  {
    term: 'noise floor',
    means: 'the PIE count between two dense populations: what retraining alone changes',
    words: 'noise floor',
  },
  {
    term: 'null population',
    means: 'the second dense population, trained with other seeds; it gives the noise floor',
    words: 'null population',
  },
  {
    term: 'one-shot',
    means: 'pruned in a single step after training, with no training afterwards',
    words: 'one[- ]shot',
  },
  { term: 'own networks', means: 'networks that a reader brought, with labelled images' },
  { term: 'paired', means: 'two populations made from the same trained networks, such as those pruned here' },
  {
    term: 'PIE',
    means:
      'Pruning Identified Exemplar: an image whose modal label differs between the dense and the ' +
      'compressed population',
    words: 'PIEs?|Pruning Identified Exemplars?',
  },
  { term: 'population', means: 'K networks of one architecture, trained independently at one level' },
  { term: 'predictions', means: 'what K networks said of N images' },
  {
    term: 'pruned here',
    means: 'a dense population from which the page removed weights, in one step after training',
  },
  { term: 'rank', means: 'how many classes a network puts ahead of the true one; 0 is right' },
  {
    term: 're-estimation',
    means:
      'computing BatchNorm statistics again after pruning, every network on calibration images that it draws',
  },
  {
    term: 'recall',
    means: "the share of a class's images that a network classifies right",
    words: '[Rr]ecall',
  },
  {
    term: 'recipe',
    means: 'the hyperparameters of a training: epochs, batch, learning rate, schedule of the masks',
  },
  {
    term: 'saliency map',
    means: "how strongly a class's score changes with each pixel of an image, over a population's networks",
  },
  { term: 'schedule', means: 'which share of the weights is masked after each step of gradual pruning' },
  { term: 'shard', means: 'the images, true labels and class names that populations are run over' },
  { term: 'sparsity', means: 'the share of prunable weights that are zero, 0 to 1', words: 'sparsity' },
  { term: 'split half', means: 'one population divided at random into two, compared with each other' },
  {
    term: 't-SNE',
    means: 'a way to lay points on a plane so that like ones lie near each other; far distances mean nothing',
    words: 't-SNE',
  },
  {
    term: 'taxicab distance',
    means: "how far two populations' vote shares lie apart on an image, 0 to 1 (total variation)",
    words: 'taxicab distance',
  },
  { term: 'tie rule', means: 'which class is the modal label where several have the most votes' },
  { term: 'trained sparse', means: 'pruned gradually while it was trained' },
  {
    term: 'training run',
    means: 'populations that are trained together on the page Train, and go on where they were',
  },
  {
    term: 'unfolded magnitude',
    means: "a weight's magnitude divided by the norm of its output channel's weights",
    words: '[Uu]nfolded magnitude',
  },
  { term: 'variant', means: 'what was done to a population' },
  { term: 'votes', means: 'how many networks of a population predict each class for an image' },
  {
    term: "Welch's test",
    means:
      'a t-test for two groups whose spread may differ: how likely is a difference this large, ' +
      'were there none?',
    words: "Welch(?:['’]s)?(?: two-sided)?(?: test)?",
  },
  { term: 'zoo', means: 'the populations that ship with the explorer' },
];
