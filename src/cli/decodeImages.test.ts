import { describe, expect, test } from 'vitest';
import { decodeChecked } from '../formats/images/decodeImage';
import { decodeImages } from './decodeImages';
import expected from './fixtures/jpeg.json';

const bytesOf = (file: string[]) => Uint8Array.from(Buffer.from(file.join(''), 'base64'));

describe('decodeImages', () => {
  test.each(expected.cases)('decodes JPEG as PIL does: $name', async ({ name, file, pixels }) => {
    const { width, height, data, turned } = await decodeChecked(bytesOf(file), 'a.jpg', 'd', decodeImages);
    expect({ width, height }).toEqual({ width: expected.width, height: expected.height });
    expect([...data]).toEqual(pixels);
    expect(turned).toBe(name === 'asking to be turned');
  });

  test('refuses a JPEG that breaks off, and goes on with the next', async () => {
    const [{ file, pixels }] = expected.cases;
    const whole = bytesOf(file);
    const broken = whole.slice(0, whole.length - 40);
    await expect(decodeChecked(broken, 'a.jpg', 'd', decodeImages)).rejects.toThrow(
      'd: expected a whole image at a.jpg, got one that cannot be decoded.',
    );
    expect([...(await decodeImages(whole, 'image/jpeg'))!.data]).toEqual(pixels);
  });

  test('names a type that it does not decode', async () => {
    const gif = Uint8Array.from([...'GIF89a'].map((c) => c.charCodeAt(0)).concat(2, 0, 3, 0, 0, 0));
    await expect(decodeChecked(gif, 'a.gif', 'd', decodeImages)).rejects.toThrow(
      'd: expected an image that is decoded here at a.gif, got GIF; convert it to PNG.',
    );
  });
});
