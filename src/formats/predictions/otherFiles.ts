const SIGNS: { begin: string; what: string; advice: string }[] = [
  {
    begin: 'ARROW1',
    what: 'an Arrow file (Feather)',
    advice: 'convert it: pandas.read_feather("FILE").to_parquet("predictions.parquet")',
  },
  {
    begin: 'FEA1',
    what: 'a Feather file',
    advice: 'convert it: pandas.read_feather("FILE").to_parquet("predictions.parquet")',
  },
  { begin: '\x89HDF', what: 'an HDF5 file', advice: 'save its arrays with numpy.savez_compressed' },
  {
    begin: 'SQLite format 3',
    what: 'an SQLite database',
    advice: 'convert it: pandas.read_sql(...).to_csv(...)',
  },
  {
    begin: 'ORC',
    what: 'an ORC file',
    advice: 'convert it: pandas.read_orc("FILE").to_parquet("predictions.parquet")',
  },
  { begin: 'Obj\x01', what: 'an Avro file', advice: 'save it as Parquet or CSV' },
  {
    begin: 'MATLAB 5.0',
    what: 'a MATLAB file',
    advice: 'convert it: numpy.savez_compressed("predictions.npz", **scipy.io.loadmat("FILE"))',
  },
  { begin: '%PDF', what: 'a PDF', advice: 'save the table itself as CSV' },
  { begin: '\xd0\xcf\x11\xe0', what: 'an old Excel file', advice: 'save it as CSV' },
  { begin: 'RDX', what: 'an R file', advice: 'save it with write.csv' },
];

/** Kinds of zip by a file in them. */
const ZIPS: { name: RegExp; what: string; advice: string }[] = [
  {
    name: /(^|\/)(data\.pkl|\.format_version|byteorder)$/,
    what: 'a file of torch.save',
    advice:
      'it holds a pickle, which is never opened here; save plain numbers: numpy.savez_compressed("predictions.npz", logits=torch.load("FILE").numpy())',
  },
  {
    name: /^(\[Content_Types\]\.xml|xl\/|_rels\/)/,
    what: 'an Excel file',
    advice: 'convert it: pandas.read_excel("FILE").to_csv("predictions.csv", index=False)',
  },
];

/** Refuses with one sentence, and the line that converts it, a file of a kind that is none of predictions or labels; `first` is the first entry of a zip. */
export function refuseOtherFile(bytes: Uint8Array, kind: string | null, file: string): void {
  const head = String.fromCharCode(...bytes.subarray(0, 40));
  const own = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const refuse = ({ what, advice }: { what: string; advice: string }) => {
    throw new Error(
      `${file}: expected predictions as CSV, Parquet, npz, npy or safetensors, got ${what}; ${advice.replace('FILE', own)}.`,
    );
  };
  const sign = SIGNS.find(({ begin }) => head.startsWith(begin));
  if (sign) refuse(sign);
  if (kind === 'zip') {
    const name = firstEntry(bytes);
    const zip = ZIPS.find((each) => each.name.test(name));
    if (zip) refuse(zip);
  }
  if (kind === 'pickle') {
    refuse({
      what: 'a Python pickle, which is never opened here',
      advice: 'save it with numpy.savez_compressed, or a table with to_csv',
    });
  }
  if (kind === 'json') {
    refuse({ what: 'JSON', advice: 'convert it: pandas.read_json("FILE").to_csv("predictions.csv")' });
  }
  if (kind === 'tar' || kind === 'onnx' || kind === 'idx') {
    refuse({ what: `a file of kind ${kind}`, advice: 'choose the file of predictions' });
  }
}

function firstEntry(bytes: Uint8Array): string {
  if (bytes.length < 30) return '';
  const length = bytes[26] + 256 * bytes[27];
  return new TextDecoder().decode(bytes.subarray(30, 30 + Math.min(length, 200)));
}
