import { PREDICTION_WRITERS, predictionWords } from '../formats/kinds/formats';
import { FORMAT_IDS, methodNamed, PRUNED_IDS } from '../model/methods/registry';

/** Methods that always remove as much. */
const FIXED_SHARE = PRUNED_IDS.filter((id) => !methodNamed(id).options.includes('sparsity'));

/** What `lacuna --help` prints. */
export const HELP = `lacuna audit --dense FILE... --compressed FILE... [--labels FILE] [--classes FILE]
             [--columns ROLE=NAME,...] [--population ROLE=NAME,...] [--quiet] [--ties largest|smallest]
             [--alpha 0.05] [--baseline network|population] [--null FILE...] [--paired] [--seed N] [--json
             [--confusions] [--attributes FILE [--zoo NAME [--images FILE --numbered here|copy]]
             |--attributes ZOO [--images FILE]] [--target CLASS] [--taxicab] [--draws N]
             [--permutations N [--margin 0.2]] [--training COUNTS|FILE|ZOO [--balanced-dense FILE
             --balanced-compressed FILE]] [--level NAME=FILE]...] [--people VOTES [--zoo NAME --images FILE]]
             [--scores OUT] [--pies OUT] [--bundle OUT.zip]
lacuna audit FOLDER [--population dense=NAME,compressed=NAME] [--labels FILE] [--classes FILE] [--columns ...]
             [any option of audit but those that name files]
lacuna audit BUNDLE.zip [--ties largest|smallest] [--alpha 0.05] [--baseline network|population] [--seed N]
             [--json ...] [--scores OUT] [--pies OUT] [--bundle OUT.zip]
  What the compressed networks forgot. Files are Parquet or CSV in long form: image_id, model_id, prediction,
  and optionally label, p_prediction, p_label, rank_label. They may be in any other form that lacuna convert
  reads, wide tables and npz among them.
  A population may be several files, or a folder, and - is standard input. What each file was taken for
  (columns, ids, populations, classes) is said on stderr, which --quiet silences. --columns says it where the
  guess is wrong: image=NAME, model, seed, population, prediction (again for each network of a wide table),
  label, p_prediction, p_label, rank_label. The word none stands for a column that is not there.
  Of a file with several populations the one called dense, compressed or null, or by a word for it (pruned,
  baseline), is taken; --population dense=NAME,compressed=NAME says which. --labels is a file of true labels;
  --classes has one name a line.
  --baseline is what each network's recall is compared with: its own accuracy, or, as the authors' released
  code does, its population's mean.
  --json prints everything as one object, confusions of more than 50 classes only with --confusions.
  --attributes adds groups of images by the other columns of a file with image_id, and by every two of them;
  of a zoo, by class and what its first test images show. A FILE numbers images as --zoo does or, with
  --numbered copy, as they stand in your own copy of its test images, --images.
  --target adds false positives and negatives of one class, --taxicab every image's distance, --draws PIEs
  over N draws of networks.
  --permutations says whether there are more PIEs than retraining alone gives, by N shuffles of the networks
  (2000 are enough). It also says whether there are no more within a --margin, a share of what retraining
  gives.
  --training adds PIEs by the training images of their classes: 6000,3597,... in class order, a file with the
  columns class and count, or the name of a zoo. --balanced-dense and --balanced-compressed are networks
  trained on as many images of every class. They tell how much more the rare classes lose.
  --level, once for every further compressed population and from mild to strong, adds what they have in common
  and how they differ; --paired is then said of all of them.
  --people adds whether the PIEs are harder for people, by votes of theirs (.npy of counts as CIFAR-10H's, CSV
  or Parquet). --zoo cifar-10 with --images, your own copy of its test images, says in which order the
  published images stand.
  --scores writes every image, --pies the PIEs alone (CSV or Parquet by their ending), --bundle a bundle that
  the page opens: as "Take it away" does.
  A folder is a dataset of parts as a cluster leaves it, with manifest.json or without: docs/formats.md. What
  comes twice or is missing is named.
  A bundle, as the page writes it ("Take it away"), is checked and audited with its own settings unless
  options say otherwise. One line on stderr says whether its findings, computed anew, are those that came with
  it.

lacuna run --zoo fashion-mnist --variant dense|null|sparse|narrow|pruned|quantised --out FILE.parquet|FILE.csv
           [--members K] [--images N|FILE] [--images-count N] [--sparsity 0..0.99] [--width 0..1]
           [--method ${PRUNED_IDS.join('|')}] [--scope global|layer]
           [--no-recalibrate] [--calibration N] [--finetune none|0.25|1|3] [--rounds 1|2|3|5] [--seed N]
           [--format ${FORMAT_IDS.join('|')}] [--device wasm] [--shipped]
  Runs networks of a zoo, as trained, or pruned or quantised here, over its test images and writes their
  predictions.
  --shipped writes what came with the zoo instead, with nothing run: trained networks' labels, and
  probabilities to float16.
  --sparsity is the share of weights that go, of channels for --method channels; ${FIXED_SHARE.join(' and ')}
  need none. --calibration is how many training images BatchNorm is re-estimated on after pruning. --finetune
  trains pruned networks that many epochs more on the zoo's training images; what was pruned stays zero. With
  --rounds the smallest weights go in so many rounds, with these epochs after each. --sparsity 0 with them makes
  what such networks are compared with: dense ones fine-tuned alike. --width is the share of the channels that
  narrow networks have, one that was trained. --images FILE (or a folder) is your own copy of test images that
  may not be passed on with a zoo, as cifar-10's. It is put in order by its labels and by what it shows.

lacuna run --network FILE... (--images FILE|FOLDER [--labels FILE] [--part NAME] | --zoo NAME)
           [--mean M,..] [--std S,..]
           [--variant dense|pruned|quantised] [--members K] [--images-count N] [--device wasm]
           --out FILE.parquet|FILE.csv
  Runs your own networks over your own images, or a zoo's test images, on all cores. Each FILE is a network or
  a stacked population: description and safetensors, ONNX, a TensorFlow.js model.json. Files that belong to
  one are found beside it. Images are IDX, CIFAR (binary), npz, Parquet, or an archive or folder of PNG or
  JPEG with a folder for each class. Of parts (train, test) the one for testing is run, or the one that --part
  names. --mean and --std, one number or one a channel, are asked for where files do not say:
  x = (byte / 255 - mean) / std. --variant takes the options above; BatchNorm is re-estimated on the images of
  the run.

lacuna describe --network FILE... [--json]
  The graph of each network: layers, shapes, weights, multiply-adds, memory; and what is refused, and why.
  Exit code 1 where none runs.

lacuna robustness --zoo fashion-mnist [--out FILE.json] [--variants sparse-50,sparse-90]
             [--corruptions fog,contrast] [--severities 1,3,5] [--members K]
             [--images 1000|FILE] [--images-count N] [--ties largest|smallest] [--seed N]
  What corruptions of the test images do to populations of a zoo beside the dense one. FILE gets the counts,
  corruption by corruption; run again with the same FILE, it goes on where it was stopped.

lacuna one-shot --zoo fashion-mnist [--images FILE]
  What the page shows at once of one-shot pruning. Prunes all dense networks of a zoo at every level of its
  sweep, and runs them over all test images. Their labels go into the zoo's folder, listed in its manifest.

lacuna train --zoo fashion-mnist|--images FILE [--test FILE] [--input 3x32x32] --variant dense|null|sparse
             --members K --out FOLDER [--network zoo|resnet-8|depthwise|FILE.json] [--sparsity 0..0.99]
             [--scope layer|global]
             [--pruning gradual|iterative|ticket [--rounds 3] [--round-epochs 1] [--rewind 0]]
             [--first-seed N] [--epochs 7] [--batch 256] [--rate 0.4] [--images-count N] [--resume]
  Trains networks from scratch on a zoo's training images or on one's own (of parts train and test on the one
  for training, tested on the other). Sparse ones are pruned gradually while they learn. Each becomes
  NAME.json (description and recipe) and NAME.safetensors in FOLDER. A checkpoint is kept after every epoch,
  and --resume goes on from there; without it a training that stopped is not begun anew in the same FOLDER.
  --pruning iterative trains dense, then prunes in --rounds, each with --round-epochs of fine-tuning after.
  --pruning ticket (lottery ticket) sets what is kept back to its values after --rewind epochs and trains
  again.

lacuna finetune --network FILE... --zoo fashion-mnist|--images FILE [--test FILE] --out FOLDER [--epochs 1]
             [--batch 256] [--rate 0.04] [--mean M,..] [--std S,..]
             [--sparsity 0..0.99 [--rounds 1] [--scope layer|global]] [--images-count N] [--resume]
  Trains networks further. Weights that are zero in a kernel stay zero: what was pruned stays pruned.
  --sparsity prunes them first, in --rounds with --epochs after each.

lacuna annotate-summary FILE|FOLDER... [--json]
  What annotators who judged one study in the page say together: shares of PIEs and other images, tests,
  agreement. Files are those that the page exports, or all of a folder; one of them at least must be of an
  annotator who has finished.

lacuna findings --out FILE.md [--images FILE]
  What the shipped zoos show, in the paper's terms: how docs/findings.md is made (npm run findings). --images,
  a copy of CIFAR-10's test images, adds groups by what they show.

lacuna classroom --key FILE.json --sample FILE.csv
  The answers to the class exercise and the file that it opens, made of the shipped zoos (docs/classroom.md).

lacuna report --zoo fashion-mnist --variant null|sparse|narrow [--sparsity 0..1] [--width 0..1] [--members K]
             [--images N|FILE] [--images-count N] --out FILE.html
lacuna report --dense FILE... --compressed FILE... [--null FILE...] [--labels FILE] [--classes FILE]
             [--columns ...] [--population ...] [--quiet] [--paired] --out FILE.html
lacuna report BUNDLE.zip --out FILE.html [--ties largest|smallest] [--alpha 0.05] [--seed N] [--exemplars 60]
             [--margin 0.2]
  The audit as one HTML file that needs nothing else: figures, tables, the PIEs that changed most, methods,
  provenance. "No more than retraining" is said within --margin, a share of what retraining gives.

lacuna votes FOLDER... --out votes.npz [--population dense=NAME,compressed=NAME] [--labels FILE]
lacuna votes --dense FILE... --compressed FILE... [--null FILE...] --out votes.npz
lacuna audit --votes A.npz B.npz ... [any option of audit but those that name files]
  What both populations said of a shard of the images, as one small file. The audit puts shards together, with
  the findings of the whole.

lacuna check FOLDER|URL
  Whether a folder, or a manifest at an address, is a dataset of parts that is whole: docs/formats.md. All
  that is wrong is named.

lacuna convert IN OUT [--labels FILE] [--population NAME] [--columns ROLE=NAME,...] [--quiet]
  Predictions from one format to another. IN is told apart by content:
  ${predictionWords(', ')} or a bundle.
  OUT ends in ${[...PREDICTION_WRITERS.keys()].join(', ')}. --population names the one of several in an
  npz file or a bundle (dense, compressed, null).

lacuna --help | --version
  The command ends with 0, with 2 where the command line cannot be followed, and with 1 for anything else,
  files that cannot be read above all.
`;
