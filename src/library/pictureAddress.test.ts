import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureAddress, pictureTemplate } from './pictureAddress';

const own = 'https://lacuna.example/app/';
const template = 'https://host.example/val/{image_id}.jpg';

test.each([
  [template, template, 'host.example'],
  ['  https://host.example/{image_id}  ', 'https://host.example/{image_id}', 'host.example'],
  ['HTTPS://Host.Example:443/a/../{index}.png#part', 'https://host.example/{index}.png', 'host.example'],
  ['https://host.example:8443/{image_id}', 'https://host.example:8443/{image_id}', 'host.example:8443'],
  [
    'https://host.example/f?id={image_id}&n={index}',
    'https://host.example/f?id={image_id}&n={index}',
    'host.example',
  ],
  ['pictures/{image_id}', 'https://lacuna.example/app/pictures/{image_id}', null],
  ['{image_id}.png', 'https://lacuna.example/app/{image_id}.png', null],
  ['/{image_id}.png', 'https://lacuna.example/{image_id}.png', null],
] as const)('%s is a template', (text, absolute, foreign) => {
  expect(pictureTemplate(text, own)).toEqual({ template: absolute, foreign });
});

test.each([
  ['', /with \{image_id\} or \{index\} in it/],
  ['https://host.example/a.jpg', /with \{image_id\} or \{index\} in it/],
  [`https://host.example/{index}${'a'.repeat(2000)}`, /at most 2000 characters/],
  ['https://host.example/{label}/{image_id}', /got \{label\}/],
  ['https://host.example/{constructor}', /got \{constructor\}/],
  ['https://{image_id}.evil.example/x', /in the path of the address alone/],
  ['//{image_id}/x', /in the path of the address alone/],
  ['https://host.example:{index}/x', /the address of a file/],
  ['https://{image_id}@evil.example/{index}', /without a name and password/],
  ['https://host.example/{image_id}/../x', /in the path of the address alone/],
  ['https://host.example/x#{image_id}', /in the path of the address alone/],
  ['http://host.example/{image_id}', /begins with https/],
  ['javascript:alert({index})', /begins with https/],
  ['data:image/svg+xml,{image_id}', /begins with https/],
  ['file:///etc/{image_id}', /begins with https/],
  ['blob:https://lacuna.example/{image_id}', /begins with https/],
  ['https://user:secret@host.example/{image_id}', /without a name and password/],
])('the template %j is refused', (text, sentence) => {
  expect(() => pictureTemplate(text, own)).toThrow(sentence);
});

test.each([
  ['ILSVRC2012_val_00000001', 'ILSVRC2012_val_00000001'],
  ['n01440764/a b.JPEG', 'n01440764/a%20b.JPEG'],
  [7, '7'],
  ['100%', '100%25'],
  ['a?b#c', 'a%3Fb%23c'],
  ['a\\..\\b', 'a%5C..%5Cb'],
  ['Łódź 🦉', '%C5%81%C3%B3d%C5%BA%20%F0%9F%A6%89'],
  ['a\0b\n', 'a%00b%0A'],
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['//evil.example/x', '//evil.example/x'],
  ['@evil.example', '%40evil.example'],
  ['%2e%2e/x', '%252e%252e/x'],
  ['"><script>', '%22%3E%3Cscript%3E'],
  ['$&{index}', '%24%26%7Bindex%7D'],
])('the id %j is a name below the folder', (id, part) => {
  expect(pictureAddress(template, id, 3)).toBe(`https://host.example/val/${part}.jpg`);
});

test.each([['../x'], ['a/../../b'], ['a/./b'], ['..\uD800'], ['\uDC00'], ['x'.repeat(9000)]])(
  'the id %j has no address',
  (id) => {
    expect(pictureAddress(template, id, 0)).toBeNull();
  },
);

test('a whole segment that is dots has none, and a query takes slashes as they are meant', () => {
  expect(pictureAddress('https://host.example/a/{image_id}', '..', 0)).toBeNull();
  expect(pictureAddress('https://host.example/a/.{image_id}', '.', 0)).toBeNull();
  expect(pictureAddress('https://host.example/a/%2e{image_id}', '.', 0)).toBeNull();
  expect(pictureAddress('https://host.example/f?n={index}&id={image_id}', "../a/b'&x=1", 12)).toBe(
    'https://host.example/f?n=12&id=..%2Fa%2Fb%27%26x%3D1',
  );
  expect(pictureAddress('not a template {image_id}', 'a', 0)).toBeNull();
});

test('whatever the id, the address is below the folder or there is none', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%',
    '2e',
    'a',
    '?',
    '#',
    ':',
    '@',
    '\0',
    ' ',
    "'",
    'é',
    '\uD800',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.string({ unit: 'binary' }), (pieces, text) => {
      for (const id of [pieces.join(''), text]) {
        const address = pictureAddress('https://host.example/val/{image_id}', id, 0);
        if (address === null) continue;
        const url = new URL(address);
        expect(url.origin).toBe('https://host.example');
        expect(url.search + url.hash).toBe('');
        expect(url.pathname.startsWith('/val/')).toBe(true);
        expect(decodeURIComponent(url.pathname.slice(5))).toBe(id);
      }
    }),
    { numRuns: 500 },
  );
});
