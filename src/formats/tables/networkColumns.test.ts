import { describe, expect, test } from 'vitest';
import { choosePopulation } from '../predictions/chosenPopulation';
import { parseGivenColumns } from '../predictions/givenColumns';
import { readPredictionFile } from '../predictions/predictionFile';
import { refusal } from '../testing/sentence';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

async function read(csv: string, given = '') {
  const file = await readPredictionFile(utf8(csv), 't.csv', given ? parseGivenColumns(given) : {});
  const [{ table }] = file.populations;
  const { model, prediction, pPrediction, image } = table;
  return {
    table,
    reading: file.reading,
    networks: model.values,
    predictions: Array.from(prediction.codes, (code) => prediction.values[code]).join(' '),
    p: pPrediction && [...pPrediction].join(' '),
    images: image.values,
    unused: file.reading.unused.map(({ column }) => column),
  };
}

describe('confidences of each network in a wide table', () => {
  test.each([
    ['behind', 'image_id,label,resnet_0,resnet_0_confidence,resnet_1,resnet_1_confidence', []],
    ['before', 'image_id,label,resnet_0,conf_resnet_0,resnet_1,conf_resnet_1', []],
    ['with other separators', 'image_id,label,ResNet.0,ResNet.0.p_pred,ResNet.1,ResNet.1.p_pred', []],
    ['beside predictions that are called so', 'image_id,label,r0_pred,r0_conf,r1_pred,r1_conf', []],
    ['numbered alike', 'image_id,label,pred_0,prob_0,pred_1,prob_1', []],
  ])('%s', async (_, header) => {
    const own = await read(`${header}\na,1,1,.5,0,.25\nb,0,0,.75,0,.875\n`);
    expect(own.networks.length).toBe(2);
    expect(own.predictions).toBe('1 0 0 0');
    expect(own.p).toBe('0.5 0.75 0.25 0.875');
    expect(own.unused).toEqual([]);
    expect(own.reading.columns.filter(({ role }) => role === 'pPrediction').length).toBe(2);
  });

  test('of two words for it the likelier one counts, and the other is named', async () => {
    const own = await read(
      'image_id,label,r_0,r_0_confidence,r_0_prob,r_1,r_1_confidence,r_1_prob\n' +
        'a,1,1,.5,.1,0,.25,.2\nb,0,0,.75,.3,0,.875,.4\n',
    );
    expect(own.p).toBe('0.5 0.75 0.25 0.875');
    expect(own.unused).toEqual(['r_0_prob', 'r_1_prob']);
  });

  test('where a network has none they are left out and named', async () => {
    const own = await read('image_id,label,r_0,r_0_conf,r_1\na,1,1,.5,0\nb,0,0,.75,0\n');
    expect(own.networks).toEqual(['r_0', 'r_1']);
    expect(own.p).toBeNull();
    expect(own.unused).toEqual(['r_0_conf']);
  });

  test('ranks and probabilities of the true label too, of one network as well', async () => {
    const own = await read(
      'image_id,label,net_0,net_0_p_label,net_0_rank,net_1,net_1_p_label,net_1_rank\n' +
        'a,1,1,.5,0,0,.25,1\nb,0,0,.75,0,0,.875,0\n',
    );
    expect([...own.table.pLabel!]).toEqual([0.5, 0.75, 0.25, 0.875]);
    expect([...own.table.rankLabel!]).toEqual([0, 0, 1, 0]);
    const one = await read('image_id,label,resnet,resnet_confidence\na,1,1,.5\nb,0,0,.75\n');
    expect(one.p).toBe('0.5 0.75');
  });

  test('in percent they are refused with the row', async () => {
    const csv = 'image_id,label,r_0,r_0_conf,r_1,r_1_conf\na,1,1,50.5,0,25\nb,0,0,75,0,87.5\n';
    expect(await refusal(() => read(csv))).toBe(
      't.csv: expected a probability from 0 to 1 in column r_0_conf, row 1, got "50.5"; divide percentages ' +
        'by 100, or write them with %.',
    );
  });

  test('as they are said', async () => {
    const csv = 'image_id,label,a,b,u,v\nx,1,1,0,.5,.25\ny,0,0,0,.75,.875\n';
    const given = 'prediction=a,prediction=b,p_prediction=u,p_prediction=v';
    expect((await read(csv, given)).p).toBe('0.5 0.75 0.25 0.875');
    expect(await refusal(() => read(csv, 'prediction=a,prediction=b,p_prediction=u'))).toBe(
      'Expected a column pPrediction for each of the 2 networks that --columns names, in their order, got 1.',
    );
  });
});

describe('names of networks', () => {
  test('numbers of classes are no probabilities, whatever their columns are called', async () => {
    const own = await read('image_id,p0,p1,p2\na,3,3,2\nb,0,0,1\n');
    expect(own.networks).toEqual(['p0', 'p1', 'p2']);
    expect(await refusal(() => read('image_id,p0,p1,p2\na,0,1,0\nb,1,0,0\n'))).toContain(
      'of each class (p0, p1, p2)',
    );
    expect(await refusal(() => read('image_id,p0,p1\na,98,2\nb,50,50\n'))).toContain(
      'of each class (p0, p1)',
    );
  });

  test('a word for predictions behind the number tells no population from another', async () => {
    const csv = utf8(
      'image_id,label,dense_0_pred,dense_1_pred,pruned_0_pred,pruned_1_pred\na,1,1,0,0,1\nb,0,0,0,0,1\n',
    );
    const { populations } = await readPredictionFile(csv, 't.csv');
    const files = [{ file: 't.csv', populations }];
    const chosen = choosePopulation(files, 'compressed', { wanted: null, isShared: true });
    expect([...chosen.parts[0].models!]).toEqual(['pruned_0_pred', 'pruned_1_pred']);
  });
});

describe('two columns that only together name a network', () => {
  test('model and seed', async () => {
    const own = await read(
      'model,seed,image_id,label,prediction\ndense,0,a,1,1\ndense,0,b,0,0\ndense,1,a,1,0\ndense,1,b,0,0\n',
    );
    expect(own.networks).toEqual(['dense/0', 'dense/1']);
    expect(own.predictions).toBe('1 0 0 0');
  });

  test('the other way round, and with other words', async () => {
    const own = await read(
      'run,arch,file,label,pred\n3,vgg,a,1,1\n3,resnet,a,1,0\n4,vgg,a,1,1\n4,resnet,a,1,1\n',
    );
    expect(own.networks).toEqual(['vgg/3', 'resnet/3', 'vgg/4', 'resnet/4']);
  });

  test('one that names networks alone stays as it is', async () => {
    const own = await read(
      'model,seed,image_id,label,prediction\nm0,0,a,1,1\nm0,0,b,0,0\nm1,1,a,1,0\nm1,1,b,0,0\n',
    );
    expect(own.networks).toEqual(['m0', 'm1']);
    const folds = await read(
      'model,fold,image_id,label,prediction\nm,0,a,1,1\nm,1,b,0,0\nn,0,a,1,0\nn,1,b,0,0\n',
    );
    expect(folds.networks).toEqual(['m', 'n']);
  });

  test('without ids, images are numbered within each network', async () => {
    const own = await read('model,seed,label,prediction\nd,0,1,1\nd,0,0,0\nd,1,1,0\nd,1,0,0\n');
    expect(own.networks).toEqual(['d/0', 'd/1']);
    expect(own.images).toEqual(['0', '1']);
  });
});

describe('headers of several rows, as pandas writes columns of several levels', () => {
  const ROWS = 'a,1,1,0,0\nb,0,0,0,1\n';
  test.each([
    ['with the name of the index', `,label,dense,dense,pruned\n,,0,1,0\nimage_id,,,,\n${ROWS}`],
    ['without it', `,label,dense,dense,pruned\n,,0,1,0\n${ROWS}`],
    ['with the names of the levels', `model,label,dense,dense,pruned\nseed,,0,1,0\n${ROWS}`],
    ['as it was read and written again', `,label,dense,dense,pruned\n,Unnamed: 1_level_1,0,1,0\n${ROWS}`],
    ['tabs', `,label,dense,dense,pruned\n,,0,1,0\n${ROWS}`.replaceAll(',', '\t')],
  ])('%s', async (_, csv) => {
    const own = await read(csv);
    expect(own.networks).toEqual(['dense_0', 'dense_1', 'pruned_0']);
    expect(own.images).toEqual(['a', 'b']);
    expect(own.predictions).toBe('1 0 0 0 0 1');
    expect(own.table.label?.values).toEqual(['1', '0']);
  });

  test('of three levels', async () => {
    const own = await read(',label,dense,dense,pruned\n,,r,r,r\n,,0,1,0\nimage_id,,,,\n'.concat(ROWS));
    expect(own.networks).toEqual(['dense_r_0', 'dense_r_1', 'pruned_r_0']);
  });

  test('repeated names that nothing tells apart are refused, not half used', async () => {
    const csv = 'image_id,label,dense,dense,pruned\na,1,1,0,0\nb,0,0,0,1\n';
    expect(await refusal(() => read(csv))).toBe(
      't.csv: expected predicted classes, got several columns of classes called "dense"; give each a name ' +
        'of its own, in pandas as df.columns = ["_".join(map(str, c)) for c in df.columns].',
    );
  });
});
