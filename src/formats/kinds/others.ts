/** Formats of images, of networks, and of what is packed. */
import { isTar } from '../archives/tar';
import { isGzip } from '../bytes/gzip';
import { LARGEST_IMAGE, MOST_PIXELS } from '../limits';
import { beginning, type Format } from './format';
import { inBytes, PACKED } from './limitWords';

export const picture = {
  id: 'picture',
  words: 'PNG, JPEG, GIF, WebP',
  sign: 'begins with `\\x89PNG`, `\\xff\\xd8\\xff`, `GIF8`, or `RIFF` and `WEBP`',
  begins: (head) =>
    beginning('\x89PNG\r\n\x1a\n')(head) ||
    beginning('\xff\xd8\xff')(head) ||
    beginning('GIF8')(head) ||
    (beginning('RIFF')(head) && beginning('WEBP')(head.subarray(8))),
  holds: {
    images: {
      'folder, zip, tar, tar.gz':
        'PNG, JPEG, GIF or WebP files, one folder a class. With `train`, `test`, `val`, `training`, `eval` ' +
        'or the like above them, one part is chosen. Where every image is in a folder called `images`, the ' +
        'folder above is its class. Several archives are read as one set: where no folder says the part, ' +
        'the name of the archive does. Images may have files with their class beside them, as WebDataset ' +
        'has. These are `000001.cls` (a number or a name), or `000001.json` with a `label` or `class`. ' +
        'Files of other kinds are counted and named; on the command line GIF and WebP are among them',
    },
  },
  instead: { what: 'an image', advice: 'choose the file of predictions' },
  limits: { image: `2^${Math.log2(MOST_PIXELS)} pixels, ${inBytes(LARGEST_IMAGE)} as a file` },
} as const satisfies Format;

export const cifar = {
  id: 'cifar',
  words: 'CIFAR, binary',
  sign: 'named as published, or `.bin`',
  holds: {
    images: {
      'CIFAR-10, CIFAR-100':
        'the binary version: the archive as published, its folder, or its `.bin` files, with names of ' +
        'classes where their file is among them. The pickled Python version is refused',
    },
  },
} as const satisfies Format;

export const onnx = {
  id: 'onnx',
  words: 'ONNX',
  sign: 'begins with the version of its representation, 1 to 31; or `.onnx`',
  // Field 1 of the protobuf, a number.
  begins: (head) => head[0] === 0x08 && head[1] > 0 && head[1] < 0x20,
  holds: {
    networks: {
      ONNX:
        'an `.onnx` file for each network, and the `.onnx.data` beside it where its weights are there ' +
        '(today’s default of `torch.onnx.export`); operator sets 7 to 28',
    },
  },
  instead: { what: 'a network (ONNX)', advice: 'run it over images first: lacuna run --network FILE' },
} as const satisfies Format;

export const json = {
  id: 'json',
  words: 'JSON',
  sign: 'text that begins with `{` or `[`',
  isText: (text) => /^[{[]/.test(text),
  holds: { networks: { 'TensorFlow.js layers model': '`model.json` with its shards, for each network' } },
  instead: { what: 'JSON', advice: 'convert it: pandas.read_json("FILE").to_csv("predictions.csv")' },
} as const satisfies Format;

export const tar = {
  id: 'tar',
  words: 'tar',
  sign: 'the checksum in its first 512 bytes',
  begins: isTar,
  holds: { images: {} },
  instead: { what: 'a tar archive', advice: 'unpack it, and choose the files in it: tar -xf FILE' },
} as const satisfies Format;

export const gzip = {
  id: 'gzip',
  words: 'gzip',
  sign: 'begins with `\\x1f\\x8b`',
  begins: isGzip,
  holds: { predictions: {}, images: {}, networks: {} },
  limits: { 'gzipped file, inflated': PACKED.inflated },
} as const satisfies Format;
