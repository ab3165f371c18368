import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { fixture } from '../testing/fixture';
import { refusal } from '../testing/sentence';
import { parseGivenColumns } from './givenColumns';
import { readPredictionFile } from './predictionFile';
import { readingSentence } from './reading';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/** A Parquet file of lists of floats beside columns of texts and whole numbers. */
function parquet(columns: Record<string, unknown[]>): Uint8Array<ArrayBuffer> {
  const schema: object[] = [{ name: 'root', num_children: Object.keys(columns).length }];
  for (const [name, data] of Object.entries(columns)) {
    const [first] = data;
    if (Array.isArray(first)) {
      const type = typeof first[0] === 'string' ? 'BYTE_ARRAY' : 'DOUBLE';
      schema.push(
        { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        {
          name: 'element',
          repetition_type: 'OPTIONAL',
          type,
          converted_type: type === 'DOUBLE' ? undefined : 'UTF8',
        },
      );
    } else if (typeof first === 'string') schema.push({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8' });
    else schema.push({ name, type: 'INT32' });
  }
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema } as never));
}

async function read(bytes: Uint8Array<ArrayBuffer>, given = '') {
  const file = await readPredictionFile(bytes, 'runs/m.parquet', given ? parseGivenColumns(given) : {});
  const [{ table }] = file.populations;
  const valuesOf = (column: { values: string[]; codes: Uint32Array } | null) =>
    column && Array.from(column.codes, (code) => column.values[code]);
  return {
    ...file,
    networks: table.model.values,
    predictions: valuesOf(table.prediction),
    table,
    sentence: readingSentence(file.reading),
  };
}

const LOGITS = [
  [1, 3, 3.5],
  [0.5, -2, 0],
];
const soft = (row: number[], index: number) =>
  Math.exp(row[index]) / row.reduce((sum, value) => sum + Math.exp(value), 0);

describe('lists of scores', () => {
  test('logits of one network: predictions, probabilities and ranks follow, and it is said', async () => {
    const own = await read(parquet({ image_id: ['a', 'b'], label: [1, 0], logits: LOGITS }));
    expect(own.predictions).toEqual(['2', '0']);
    expect(own.networks).toEqual(['m']);
    expect(own.table.pPrediction![0]).toBeCloseTo(soft(LOGITS[0], 2), 6);
    expect(own.table.pLabel![0]).toBeCloseTo(soft(LOGITS[0], 1), 6);
    expect([...own.table.rankLabel!]).toEqual([1, 0]);
    expect(own.sentence).toContain(
      'prediction logits (lists of 3 numbers: logits of the classes, the largest is the prediction)',
    );
  });

  test('probabilities of the network of each row', async () => {
    const own = await read(
      parquet({
        image_id: ['a', 'b', 'a', 'b'],
        model: ['x', 'x', 'y', 'y'],
        probs: [
          [0.25, 0.75],
          [0.5, 0.5],
          [1, 0],
          [0, 1],
        ],
      }),
    );
    expect(own.predictions).toEqual(['1', '0', '0', '1']);
    expect(own.networks).toEqual(['x', 'y']);
    expect([...own.table.pPrediction!]).toEqual([0.75, 0.5, 1, 1]);
    expect(own.table.pLabel).toBeNull();
  });

  test('a column a network; of probabilities and logits of one network the probabilities', async () => {
    const own = await read(
      parquet({
        image_id: ['a', 'b'],
        label: [0, 1],
        dense_0_logits: LOGITS,
        dense_1_logits: [
          [9, 0.5, 0],
          [9, 0.5, 0],
        ],
        dense_1_probs: [
          [0.25, 0.5, 0.25],
          [0.25, 0.5, 0.25],
        ],
      }),
    );
    expect(own.networks).toEqual(['dense_0', 'dense_1']);
    expect(own.predictions).toEqual(['2', '0', '1', '1']);
    expect(own.table.rankLabel?.length).toBe(4);
    expect(own.reading.unused.map(({ column }) => column)).toEqual(['dense_1_logits']);
  });

  test('beside predictions they are its confidences, and predictions must be of the largest', async () => {
    const columns = {
      image_id: ['a', 'b'],
      label: [1, 0],
      prediction: [2, 0],
      probs: [
        [0.25, 0.25, 0.5],
        [1, 0, 0],
      ],
    };
    const own = await read(parquet(columns));
    expect([...own.table.pLabel!]).toEqual([0.25, 1]);
    expect([...own.table.rankLabel!]).toEqual([2, 0]);
    expect(await refusal(() => read(parquet({ ...columns, prediction: [1, 0] })))).toBe(
      'runs/m.parquet: expected a prediction that is the class of the largest value in column probs, row ' +
        '1, got class 1, where class 2 has the largest.',
    );
  });

  test('what is no score is not taken for one', async () => {
    const features = LOGITS.map((row) => row.map((value) => value * 3));
    const message = await refusal(() =>
      read(parquet({ image_id: ['a', 'b'], label: [1, 0], embedding: features })),
    );
    expect(message).toContain('its name does not say that they are logits');
    const told = await read(
      parquet({ image_id: ['a', 'b'], label: [1, 0], embedding: features }),
      'prediction=embedding',
    );
    expect(told.predictions).toEqual(['2', '0']);
  });

  test.each<[string, Record<string, unknown[]>, string]>([
    [
      'lengths differ',
      { logits: [[1.5, 2], [1.5]] },
      'logits: it holds lists of several lengths, or empty ones',
    ],
    [
      'a value is no number',
      {
        logits: [
          [1.5, 2],
          [Number.NaN, 1],
        ],
      },
      'expected finite numbers in column logits, row 2, got NaN',
    ],
    [
      'a label is past the last class',
      {
        label: [0, 7],
        logits: [
          [1.5, 2],
          [1.5, 1],
        ],
      },
      'expected classes from 0 to 1 in column label, as lists beside it have 2 values, got 7 in row 2',
    ],
    [
      'probabilities do not add up in row 101',
      {
        image_id: Array.from({ length: 101 }, (_, i) => `i${i}`),
        probs: Array.from({ length: 101 }, (_, i) => (i < 100 ? [0.5, 0.5] : [0.5, 0.25])),
      },
      'expected probabilities that add up to 1 in column probs, row 101, got 0.75',
    ],
  ])('one sentence where %s', async (_, columns, reason) => {
    expect(await refusal(() => read(parquet({ image_id: ['a', 'b'], ...columns })))).toContain(reason);
  });
});

describe('lists of classes', () => {
  test('a class for each of several networks', async () => {
    const own = await read(fixture('lists.parquet'));
    expect(own.networks.slice(0, 5)).toEqual([
      'dense_preds_0',
      'dense_preds_1',
      'dense_preds_2',
      'dense_preds_3',
      'pruned_preds_0',
    ]);
    expect(own.predictions?.slice(0, 4)).toEqual(['0', '1', '2', '0']);
    expect(own.predictions?.slice(-3)).toEqual(['1', '0', '1']);
    expect(own.reading.unused.map(({ column }) => column)).toEqual(['logits', 'probs', 'top3', 'names']);
    expect(own.sentence).toContain('dense_preds (lists of 4 classes: the predictions of 4 networks)');
  });

  test('the likeliest classes of one network, with their probabilities', async () => {
    const own = await read(
      parquet({
        image_id: ['a', 'b'],
        top5_classes: [
          ['cat', 'dog', 'emu'],
          ['dog', 'cat', 'owl'],
        ],
        top5_confidences: [
          [0.5, 0.25, 0.125],
          [0.75, 0.125, 0.0625],
        ],
      }),
    );
    expect(own.predictions).toEqual(['cat', 'dog']);
    expect([...own.table.pPrediction!]).toEqual([0.5, 0.75]);
  });

  test('lists of one are single values', async () => {
    const own = await read(parquet({ image_id: ['a', 'b'], label: [[1], [0]], prediction: [[1], [1]] }));
    expect(own.predictions).toEqual(['1', '1']);
    expect(own.table.label?.values).toEqual(['1', '0']);
  });

  test('several networks in the row of one are refused', async () => {
    const columns = {
      image_id: ['a', 'b'],
      model: ['x', 'x'],
      preds: [
        [1, 1, 0],
        [0, 0, 0],
      ],
    };
    expect(await refusal(() => read(parquet(columns)))).toContain('got lists of 3 classes');
  });
});

describe('lists as text in CSV', () => {
  test.each([
    ['commas', 'image_id,label,logits\na,1,"[1, 3, 3.5]"\nb,0,"[0.5, -2, 0.0]"\n'],
    ['spaces, as numpy writes them', 'image_id,label,logits\na,1,"[1.  3.  3.5]"\nb,0,[ 0.5 -2.   0. ]\n'],
  ])('%s', async (_, csv) => {
    const own = await read(utf8(csv));
    expect(own.predictions).toEqual(['2', '0']);
    expect([...own.table.rankLabel!]).toEqual([1, 0]);
  });

  test('lists that numpy shortened are refused as such', async () => {
    const csv = 'image_id,label,logits\na,1,[1.5 3. ... 2. 1.]\nb,0,[1.5 3. ... 2. 1.]\n';
    expect(await refusal(() => read(utf8(csv)))).toContain(
      'as numpy shortens them; save the table as Parquet',
    );
  });

  test('texts in brackets that are no lists stay names', async () => {
    const own = await read(utf8('image_id,label,prediction\na,[cat],[cat]\nb,[dog],[cat]\n'));
    expect(own.predictions).toEqual(['[cat]', '[cat]']);
  });
});
