import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, parseDecimal, scanCsv } from './csv';

const utf8 = (text: string) => new TextEncoder().encode(text);

function read(content: string | Uint8Array): { header: string[]; rows: string[][] } {
  let header: string[] = [];
  const rows: string[][] = [];
  const bytes = typeof content === 'string' ? utf8(content) : content;
  scanCsv(bytes, 'f.csv', (names) => {
    header = names;
    return names.map((_, column) => (cell, start, end, row) => {
      rows[row - 1] ??= [];
      rows[row - 1][column] = new TextDecoder().decode(cell.subarray(start, end));
    });
  });
  return { header, rows };
}

describe('scanCsv', () => {
  const expected = {
    header: ['a', 'b'],
    rows: [
      ['1', 'x'],
      ['2', ''],
    ],
  };
  test.each([
    ['plain', 'a,b\n1,x\n2,\n'],
    ['a first line that names the delimiter', 'sep=;\r\na;b\r\n1;x\r\n2;\r\n'],
    ['without a last newline', 'a,b\n1,x\n2,'],
    ['with CRLF', 'a,b\r\n1,x\r\n2,\r\n'],
    ['with CR alone', 'a,b\r1,x\r2,\r'],
    ['with a byte order mark', '\uFEFFa,b\n1,x\n2,\n'],
    ['with tabs', 'a\tb\n1\tx\n2\t\n'],
    ['with semicolons', 'a;b\n1;x\n2;\n'],
    ['with quotes', '"a","b"\n"1","x"\n"2",""\n'],
    ['with blank lines', 'a,b\n\n1,x\n\r\n2,\n\n'],
    ['with empty lines before', '\n\r\na,b\n1,x\n2,\n'],
    ['with lines of a comment before', '# made by eval.py\n#\na,b\n1,x\n2,\n'],
    ['with spaces about the names', ' a , b\n1,x\n2,\n'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  test.each(['utf16le', 'latin1'] as const)('two bytes a character are told (%s)', (coding) => {
    const text = coding === 'latin1' ? '\xfe\xff\0a\0,\0b' : '\ufeffa,b\n1,x\n';
    for (const bytes of [Buffer.from(text, coding), Buffer.from(text, coding).subarray(2)])
      expect(() => read(bytes)).toThrow('f.csv: expected UTF-8 text, got UTF-16, as ');
  });

  test('a title above the header is told', () => {
    expect(() => read('Predictions of 2026\n\na,b,c\n1,x,2\n')).toThrow(
      'expected 1 cells in row 1, as in the header, got 3; the first line is the header: take out ' +
        'what stands ' +
        'above it.',
    );
  });

  test('quoted delimiters, quotes and line ends stay in the cell', () => {
    expect(read('a,b\n"x, ""y""\r\nz",é\n').rows).toEqual([['x, "y"\r\nz', 'é']]);
  });

  test('reads back any cells that were written', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'\'=+-@,\t\r\n"1a '), maxLength: 6 });
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), odd).filter((text) => text !== '');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, end) => {
          const text = [['a', 'b'], ...rows].map((row) => row.map(csvCell).join(',') + end).join('');
          expect(read(text).rows).toEqual(rows);
        },
      ),
    );
  });

  test.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+cmd', "'+cmd"],
    ['-x', "'-x"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t=1"],
    ["'=1", "''=1"],
    ['-1.5', '-1.5'],
    ["'quoted'", "'quoted'"],
    ['a=b', 'a=b'],
  ])('%j is written as no formula, and read as it was', (text, written) => {
    expect(csvCell(text)).toBe(written);
    expect(read(`a,b\n${written},x\n`).rows).toEqual([[text, 'x']]);
  });

  test.each([
    [
      'files that were put one after the other',
      'a,b\r\n1,2\r\na,b\r\n3,4\r\n',
      'f.csv: expected one header, got it again in row 2, as where files are put one after the other (cat ' +
        'a.csv b.csv); choose each of them by itself, or take that line out.',
    ],
    ['the same after a byte order mark', 'a,b\n1,2\n\uFEFFa,b', 'got it again in row 2'],
    [
      'bytes that are no text',
      'a\u0001\u0000\u0000\u0000',
      'got a file of an unknown kind (first bytes 97 1 0 0); save it as one of these.',
    ],
    ['too few cells', 'a,b\n1,2\n3\n', 'f.csv: expected 2 cells in row 2, as in the header, got 1.'],
    ['too many cells', 'a,b\n1,2\n1,2,3\n', 'f.csv: expected 2 cells in row 2, as in the header, got 3.'],
    [
      'a delimiter at the end of rows',
      'a,b\n1,2,\n',
      'f.csv: expected 2 cells in row 1, as in the header, got 3.',
    ],
    [
      'an open quote',
      'a,b\n1,"2\n',
      'f.csv: expected a closing quote for the cell at byte 6 (row 1), got the end of the file.',
    ],
    [
      'text after a quote',
      'a,b\n1,"2"3\n',
      'f.csv: expected a delimiter or line end after the quoted cell at byte 6 (row 1), got "3".',
    ],
    ['an empty file', '', 'f.csv: expected CSV with a header row, got an empty file.'],
    ['a byte order mark alone', '\uFEFF', 'f.csv: expected CSV with a header row, got an empty file.'],
  ])('refuses %s', (_, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test('answers any bytes with rows or one sentence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const { header, rows } = read(bytes);
          for (const row of rows) expect(row).toHaveLength(header.length);
        } catch (error) {
          expect((error as Error).message).toMatch(/^f\.csv: expected .*, got .*\.$/);
        }
      }),
    );
  });
});

describe('parseDecimal', () => {
  const parse = (text: string) => parseDecimal(utf8(text), 0, utf8(text).length);

  test('agrees with Number on every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(`${value}`)).toBe(Number(`${value}`));
        expect(parse(value.toFixed(6))).toBe(Number(value.toFixed(6)));
      }),
    );
  });

  test.each(['', '-', '.', 'x', '1x', '0x10', 'Infinity', 'NaN', '1 2', '1.2.3', '--1'])(
    '%j is no number',
    (text) => {
      expect(parse(text)).toBeNaN();
    },
  );
});
