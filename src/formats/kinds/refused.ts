/** Formats that are recognised so that a sentence can say what to do instead. */
import { beginning, type Format } from './format';

const FEATHER = 'convert it: pandas.read_feather("FILE").to_parquet("predictions.parquet")';

export const refused = [
  {
    id: 'pickle',
    words: 'pickle',
    sign: '`\\x80`, then a version from 1 to 5; or text as version 0 writes it',
    begins: (head) => (head[0] === 0x80 && head[1] >= 1 && head[1] <= 5) || isOldPickle(head),
    instead: {
      what: 'a Python pickle, which is never opened here',
      advice: 'save it with numpy.savez_compressed, or a table with to_csv',
    },
  },
  starting('arrow', 'ARROW1', 'an Arrow file (Feather)', FEATHER),
  starting(
    'arrowStream',
    '\xff\xff\xff\xff',
    'an Arrow stream',
    'convert it: pyarrow.ipc.open_stream("FILE").read_pandas().to_parquet("predictions.parquet")',
  ),
  starting('feather', 'FEA1', 'a Feather file', FEATHER),
  starting('sqlite', 'SQLite format 3', 'an SQLite database', 'convert it: pandas.read_sql(...).to_csv(...)'),
  starting(
    'orc',
    'ORC',
    'an ORC file',
    'convert it: pandas.read_orc("FILE").to_parquet("predictions.parquet")',
  ),
  starting('avro', 'Obj\x01', 'an Avro file', 'save it as Parquet or CSV'),
  starting(
    'matlab',
    'MATLAB 5.0',
    'a MATLAB file',
    'convert it: numpy.savez_compressed("predictions.npz", **scipy.io.loadmat("FILE"))',
  ),
  starting(
    'matlab73',
    'MATLAB 7.3',
    'a MATLAB file of version 7.3',
    'save it in MATLAB with -v7, and convert that: ' +
      'numpy.savez_compressed("predictions.npz", **scipy.io.loadmat("FILE"))',
  ),
  packed('xz', '\xfd7zXZ', 'xz -d FILE'),
  packed('bzip2', 'BZh', 'bunzip2 FILE'),
  packed('Zstandard', '\x28\xb5\x2f\xfd', 'zstd -d FILE'),
  packed('7z', '7z\xbc\xaf', '7z x FILE'),
  packed('RAR', 'Rar!', 'unrar x FILE'),
  {
    id: 'zlib',
    words: 'zlib',
    sign: 'begins with `\\x78`, then `\\x01`, `\\x5e`, `\\x9c` or `\\xda`',
    begins: (head) => head[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(head[1]),
    instead: {
      what: 'a file packed by zlib, as joblib writes (it may be a pickle, which is never opened here)',
      advice: 'save it with numpy.savez_compressed, or a table with to_csv',
    },
  },
  starting('pdf', '%PDF', 'a PDF', 'save the table itself as CSV'),
  starting('xls', '\xd0\xcf\x11\xe0', 'an old Excel file', 'save it as CSV'),
  starting('rdata', 'RDX', 'an R file', 'save it with write.csv'),
] as const satisfies Format[];

/** Whether bytes begin as a pickle of version 0 does: with a list, tuple or dictionary, or a global. */
function isOldPickle(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 40));
  const global = /^c(numpy|__builtin__|builtins|copy_reg|copyreg|collections|pandas|torch)[\w.]*\n/;
  return /^\([ldit]p?\d*\n/.test(text) || global.test(text);
}

/** A format that packs one file, known by the text at its beginning. */
function packed<Name extends string>(name: Name, text: string, command: string): Format<Lowercase<Name>> {
  const id = name.toLowerCase() as Lowercase<Name>;
  return starting(id, text, `a file packed by ${name}`, `unpack it: ${command}`);
}

/** A format that is refused, known by the text at its beginning. */
function starting<Id extends string>(id: Id, text: string, what: string, advice: string): Format<Id> {
  const shown = text.replace(/[^ -~]/g, (at) => `\\x${at.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return {
    id,
    words: what.replace(/^an? /, ''),
    sign: `begins with \`${shown}\``,
    begins: beginning(text),
    instead: { what, advice },
  };
}
