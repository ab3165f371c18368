import { describe, expect, test } from 'vitest';
import { lacuna } from './testing';
import { files, pair } from './workedExample';

describe('lacuna audit', () => {
  test('prints tables', () => {
    const { code, stdout } = lacuna('audit', ...pair, '--classes', files('classes.txt'));
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "4 images, 2 classes, 3 dense and 3 compressed networks

      accuracy, %  networks   mean     sd  on PIEs  on the rest
      dense               3  75.00  25.00    66.67       100.00
      compressed          3  50.00  50.00    44.44        66.67

      3 of 4 images are PIEs (75.00%): 2 forgotten, 1 recovered, 0 traded.
      0 images have a tie for the most votes; the larger class index wins.
      No noise floor: too few networks to say what retraining alone changes.
      PIE ids: 0 1 3

      0 of 2 classes change beyond the model (Welch's t-test, p <= 0.05); chance alone would flag 0.00.
      class  images  dense %  compressed %  absolute  normalised      t    df       p  adjusted p
      a           2    66.67         50.00    -16.67       +8.33  -1.00  2.00  0.4226      0.4226
      b           2    83.33         50.00    -33.33       -8.33   1.00  2.00  0.4226      0.4226
      Changes are in points, compressed minus dense; normalised is beyond the change of the model itself.
      Tests are for other networks and these images; for other images too, see crossed in --json.
      "
    `);
  });

  test("with the released code's baseline the tables say so", () => {
    const { stdout } = lacuna('audit', ...pair, '--baseline', 'population');
    expect(stdout).toContain("each network's recall minus the mean accuracy of its population.");
  });

  test.each([
    [
      'no command',
      [],
      /^Expected a command, audit, run, .*check or convert, got none; see lacuna --help\.\n$/,
    ],
    [
      'an unknown option',
      ['audit', ...pair, '--jsn'],
      /^Expected one of --dense, .*, got the unknown option --jsn\.\n$/,
    ],
    [
      'a missing option',
      ['audit', '--dense', files('dense.csv')],
      /^Expected --compressed with a value, got none; see lacuna --help\.\n$/,
    ],
    [
      'a file that is not there',
      ['audit', '--dense', 'nowhere.csv', '--compressed', files('dense.csv')],
      /^nowhere\.csv: expected a file that can be read, got no such file\.\n$/,
    ],
    [
      'another tie rule',
      ['audit', ...pair, '--ties', 'first'],
      /^Expected --ties to be largest or smallest, got "first"\.\n$/,
    ],
    [
      'another baseline',
      ['audit', ...pair, '--baseline', 'mean'],
      /^Expected --baseline to be network or population, got "mean"\.\n$/,
    ],
    [
      'an alpha that is none',
      ['audit', ...pair, '--alpha', '5%'],
      /^Expected --alpha to be a number from 0 to 1, got "5%"\.\n$/,
    ],
    [
      'distances in tables',
      ['audit', ...pair, '--taxicab'],
      /^Expected --json with --taxicab, got --taxicab alone; the tables do not show it\.\n$/,
    ],
    [
      'a missing pair',
      ['audit', '--dense', files('dense.csv'), '--compressed', files('short.csv')],
      /^.*short\.csv: expected a prediction of model k2 for image 3, got none\.\n$/,
    ],
    [
      'no labels',
      ['audit', '--dense', files('unlabelled.csv'), '--compressed', files('unlabelled-compressed.csv')],
      /^.*: expected the true labels of the images, got no column label; .*\.\n$/,
    ],
    [
      'a class file that lacks a class',
      [
        'audit',
        '--dense',
        files('dense-named.csv'),
        '--compressed',
        files('compressed-named.csv'),
        '--classes',
        files('labels.csv'),
      ],
      /got "a"\.\n$/,
    ],
  ])('%s: one sentence', (_, args, sentence) => {
    const { code, stdout, stderr } = lacuna(...args);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    // What the files hold is at fault where the sentence names one.
    expect({ code, stdout }).toEqual({ code: stderr.startsWith('Expected') ? 2 : 1, stdout: '' });
  });
});
