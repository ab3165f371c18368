/** Hostile archives and images. */
import { gzipSync } from 'node:zlib';
import { writeZip } from '../../archives/writeZip';
import { concat, tarHeader, tarOf } from '../tarOf';
import { deflated, type Hostile, MEBIBYTE, row, utf8, zeros } from './hostile';

export const archives: Hostile[] = [
  {
    wrong: 'a name that leads out (zip)',
    bytes: concat(...writeZip([{ name: '../../.bashrc', bytes: zeros(1) }])),
    parser: 'archive',
  },
  {
    wrong: 'an absolute name (zip)',
    bytes: concat(...writeZip([{ name: '/etc/passwd', bytes: zeros(1) }])),
    parser: 'archive',
  },
  {
    wrong: 'a drive letter (zip)',
    bytes: concat(...writeZip([{ name: 'C:\\x', bytes: zeros(1) }])),
    parser: 'archive',
  },
  { wrong: 'a name that leads out (tar)', bytes: tarOf({ 'a/../../x': zeros(1) }), parser: 'archive' },
  { wrong: 'a line end in a name (tar)', bytes: tarOf({ 'a\nb': zeros(1) }), parser: 'archive' },
  {
    wrong: 'a bomb of 32 MiB (zip)',
    bytes: deflated({ zeros: zeros(32 * MEBIBYTE) }),
    parser: 'archive',
    most: MEBIBYTE,
  },
  {
    wrong: 'a bomb of 96 MiB (tar.gz)',
    bytes: new Uint8Array(gzipSync(concat(tarHeader('zeros', 96 * MEBIBYTE), zeros(96 * MEBIBYTE)))),
    parser: 'archive',
    most: MEBIBYTE,
  },
  {
    wrong: 'a claim of 8 GiB in 1 KB (tar)',
    bytes: concat(tarHeader('a', 2 ** 33 - 1), zeros(512)),
    parser: 'archive',
  },
  {
    wrong: 'a wrong checksum (tar)',
    bytes: concat(tarHeader('a', 0), tarHeader('b', 0).fill(7, 0, 9)),
    parser: 'archive',
  },
  {
    wrong: 'a pax record without end (tar)',
    bytes: concat(
      tarHeader('x', 30, 'x'),
      utf8('99999999999999999999 path=abcdef\n').slice(0, 30),
      zeros(482),
    ),
    parser: 'archive',
  },
  {
    wrong: 'a negative pax size (tar)',
    bytes: concat(tarHeader('x', 11, 'x'), utf8('11 size=-1\n'), zeros(501), tarHeader('a', 0)),
    parser: 'archive',
  },
  { wrong: 'another kind of archive', bytes: utf8('7z\xbc\xaf\x27\x1c'), parser: 'archive' },
  { wrong: 'a page called an image', bytes: tarOf({ 'cat/1.png': utf8('<html>') }), parser: 'images' },
  {
    wrong: 'an SVG called an image',
    bytes: tarOf({ 'cat/1.png': utf8('<svg onload="alert(1)"/>') }),
    parser: 'images',
  },
  {
    wrong: 'an image of 4 billion x 4 billion pixels',
    bytes: tarOf({
      'a/1.png': concat(
        [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
        utf8('IHDR'),
        zeros(9).fill(255),
      ),
    }),
    parser: 'images',
  },
  { wrong: 'no image', bytes: tarOf({ 'readme.txt': zeros(4) }), parser: 'images' },
  { wrong: 'a pickle', bytes: concat([0x80, 2], utf8('cposix\nsystem\n')), parser: 'cifar' },
  {
    wrong: 'pickles in an archive',
    bytes: tarOf({ 'cifar-10-batches-py/test_batch': concat([0x80, 2], zeros(9)) }),
    parser: 'cifar',
  },
  {
    wrong: 'a batch of 8 GiB in 1 KB',
    bytes: concat(tarHeader('test_batch.bin', 3073 * 2_000_000), zeros(512)),
    parser: 'cifar',
  },
  {
    wrong: 'a class past the last',
    bytes: tarOf({ 'test_batch.bin': zeros(3073).fill(10) }),
    parser: 'cifar',
  },
  { wrong: 'a record and a half', bytes: zeros(4000), parser: 'cifarBatch' },
  { wrong: 'a class past the last', bytes: zeros(3073).fill(10), parser: 'cifarBatch' },
  { wrong: 'no record', bytes: zeros(0), parser: 'cifarBatch' },
  row('imageHeader', 'a page', '<!doctype html>'),
  row('imageHeader', 'a GIF without extent', 'GIF89a\0\0\0\0'),
  {
    wrong: 'a JPEG of markers without end',
    bytes: zeros(5000).fill(255).fill(0xd8, 1, 2),
    parser: 'imageHeader',
  },
];
