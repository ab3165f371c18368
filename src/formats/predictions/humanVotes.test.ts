import { describe, expect, it } from 'vitest';
import { npyOf } from '../testing/npyOf';
import { readHumanVotes } from './humanVotes';

const classes = ['cat', 'dog'];
const ids = [0, 1, 2];
const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const read = (file: Uint8Array<ArrayBuffer>, name = 'votes.csv') => readHumanVotes(file, name, ids, classes);

describe('readHumanVotes', () => {
  it('reads an array of counts, whose rows do not say which image they are', async () => {
    const { votes, by } = await read(npyOf('|u1', '(3, 2)', [5, 0, 1, 4, 3, 2]), 'counts.npy');
    expect([by, [...votes]]).toEqual(['row', [5, 0, 1, 4, 3, 2]]);
  });

  it('reads a table with a column a class, by name or by number, in any order of rows', async () => {
    const wide = await read(bytes('image_id,Dog,cat,other\n2,1,9,x\n0,4,0,x\n1,2,2,x\n7,1,1,x\n'));
    expect([wide.by, [...wide.votes]]).toEqual(['image_id', [0, 4, 2, 2, 9, 1]]);
    expect([...(await read(bytes('image_id,0,1\n1,0.25,0.75\n'))).votes]).toEqual([0, 0, 0.25, 0.75, 0, 0]);
  });

  it('reads a table with a row a vote', async () => {
    const long = 'annotator,cifar10_test_test_idx,chosen_label\na,0,0\nb,0,1\na,2,dog\na,-99999,1\n';
    const { votes, by } = await read(bytes(long));
    expect([by, [...votes]]).toEqual(['published', [1, 1, 0, 0, 0, 1]]);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    [
      'another shape',
      npyOf('|u1', '(2, 2)', [1, 2, 3, 4]),
      /expected numbers \[3, 2\].*got numbers \[2, 2\]/,
    ],
    [
      'negative votes',
      npyOf('|i1', '(3, 2)', [1, 0, 255, 1, 1, 1]),
      /expected votes of 0 and more, got -1 in row 1, column 0/,
    ],
    [
      'no votes at all',
      bytes('image_id,cat\n0,1\n'),
      /expected image_id and a column for each of the 2 classes/,
    ],
    [
      'a word',
      bytes('image_id,cat,dog\n0,1,many\n'),
      /expected votes of 0 and more in column dog, got many in row 1/,
    ],
    [
      'no such class',
      bytes('image_id,vote\n0,horse\n'),
      /expected a class in column vote, got horse in row 1/,
    ],
    [
      'npz',
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0),
      /expected votes as npy, CSV or Parquet, got npz or another zip; save its one array/,
    ],
    [
      'other images',
      bytes('image_id,cat,dog\n9,1,1\n'),
      /expected votes on the images here, 0 first, got none/,
    ],
  ])('refuses %s in one sentence', async (_, file, sentence) => {
    await expect(read(file, 'votes')).rejects.toThrow(sentence);
  });

  it('says what to do where columns are names and classes have none here', async () => {
    const table = bytes('image_id,cat,dog\n0,1,2\n');
    await expect(readHumanVotes(table, 'votes', ids, ['0', '1'])).rejects.toThrow(
      /got image_id, cat, dog; classes are numbers here: call columns so, or name the classes\.$/,
    );
  });
});
