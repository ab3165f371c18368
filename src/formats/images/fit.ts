/**
 * One decoded image: u8 rows of pixels, channels innermost: 1 grey, 3 colour, 4 colour and opacity (not
 * premultiplied).
 */
export type RawImage = { width: number; height: number; channels: 1 | 3 | 4; data: Uint8Array };

/** The extent of the images that a network takes. */
export type ImageExtent = { height: number; width: number; channels: number };

/**
 * What to do where proportions differ: `crop` keeps the largest part in the middle, `stretch` changes the
 * proportions. `pad` reduces what is too large, enlarges nothing, and puts it in the middle of black.
 */
export type FitChoice = 'crop' | 'stretch' | 'pad';

/** The weights of red, green and blue in grey: ITU-R Recommendation BT.601. */
const LUMA = [0.299, 0.587, 0.114];

type Region = { left: number; top: number; width: number; height: number };
type Axis = { first: Int32Array; weights: Float64Array[] };

/**
 * An image as a network takes it, u8 [height, width, channels]. Transparency becomes white. Sides that shrink
 * are averaged over the area that each pixel covers, sides that grow are interpolated linearly between pixel
 * centres. Colour becomes grey by Rec. 601, grey becomes three equal channels. Values are rounded once.
 */
export function fitImage(image: RawImage, target: ImageExtent, choice: FitChoice): Uint8Array {
  return fitter(image, target, choice)(image);
}

/** `fitImage` for many images of one extent: what depends on the extent alone is made once. */
export function fitter(
  { width, height }: { width: number; height: number },
  target: ImageExtent,
  choice: FitChoice,
): (image: RawImage) => Uint8Array {
  const { source, place } = regions({ width, height }, target, choice);
  const columns = axis(width, source.left, source.width, place.width);
  const rows = axis(height, source.top, source.height, place.height);
  const firstRow = rows.first[0];
  const lastRow = rows.first[place.height - 1] + rows.weights[place.height - 1].length;
  const narrow = new Float64Array(height * place.width);
  return (image) => {
    const fitted = new Uint8Array(target.height * target.width * target.channels);
    planesOf(image, target.channels).forEach((plane, channel) => {
      for (let y = firstRow; y < lastRow; y++) {
        for (let x = 0; x < place.width; x++) {
          const weights = columns.weights[x];
          const from = y * width + columns.first[x];
          let sum = 0;
          for (let i = 0; i < weights.length; i++) sum += weights[i] * plane[from + i];
          narrow[y * place.width + x] = sum;
        }
      }
      for (let y = 0; y < place.height; y++) {
        const weights = rows.weights[y];
        for (let x = 0; x < place.width; x++) {
          let sum = 0;
          for (let i = 0; i < weights.length; i++) {
            sum += weights[i] * narrow[(rows.first[y] + i) * place.width + x];
          }
          const at = ((place.top + y) * target.width + place.left + x) * target.channels + channel;
          fitted[at] = Math.min(255, Math.max(0, Math.round(sum)));
        }
      }
    });
    return fitted;
  };
}

/**
 * What `fitImage` does to images of extent `from`, in words: "cropped to 375 x 375, reduced to 32 x 32, made
 * grey". "unchanged" if nothing.
 */
export function describeFit(from: ImageExtent, target: ImageExtent, choice: FitChoice): string {
  const { source, place } = regions(from, target, choice);
  const done: string[] = [];
  if (from.channels === 4) done.push('transparency made white');
  if (source.width !== from.width || source.height !== from.height) {
    done.push(`cropped to the middle ${source.height} x ${source.width}`);
  }
  const to = `${place.height} x ${place.width}`;
  const shrinks = place.width < source.width || place.height < source.height;
  const grows = place.width > source.width || place.height > source.height;
  if (shrinks && grows) done.push(`resized to ${to} (area averages and linear interpolation)`);
  else if (shrinks) done.push(`reduced to ${to} by area averages`);
  else if (grows) done.push(`enlarged to ${to} by linear interpolation`);
  if (place.width < target.width || place.height < target.height) {
    done.push(`padded with black to ${target.height} x ${target.width}`);
  }
  if (from.channels >= 3 && target.channels === 1) done.push('made grey (Rec. 601)');
  if (from.channels === 1 && target.channels === 3) done.push('grey repeated in three channels');
  return done.join(', ') || 'unchanged';
}

/** Which part of an image goes to which part of the target. */
function regions(
  { width, height }: { width: number; height: number },
  target: ImageExtent,
  choice: FitChoice,
): { source: Region; place: Region } {
  const whole = { left: 0, top: 0, width, height };
  const all = { left: 0, top: 0, width: target.width, height: target.height };
  if (choice === 'stretch') return { source: whole, place: all };
  if (choice === 'crop') {
    const scale = Math.min(width / target.width, height / target.height);
    return { source: centred(width, height, scale * target.width, scale * target.height), place: all };
  }
  const scale = Math.min(1, target.width / width, target.height / height);
  return { source: whole, place: centred(target.width, target.height, scale * width, scale * height) };
}

function centred(width: number, height: number, innerWidth: number, innerHeight: number): Region {
  const inner = {
    width: Math.min(width, Math.max(1, Math.round(innerWidth))),
    height: Math.min(height, Math.max(1, Math.round(innerHeight))),
  };
  return {
    ...inner,
    left: Math.floor((width - inner.width) / 2),
    top: Math.floor((height - inner.height) / 2),
  };
}

/** For each of `to` places along an axis: the first of the pixels it is made of, and their weights. */
function axis(extent: number, start: number, from: number, to: number): Axis {
  const first = new Int32Array(to);
  const scale = from / to;
  const weights = Array.from({ length: to }, (_, place) => {
    if (to >= from) {
      const centre = Math.min(from - 1, Math.max(0, (place + 0.5) * scale - 0.5));
      const low = Math.floor(centre);
      first[place] = start + low;
      const share = centre - low;
      return share > 0 ? Float64Array.of(1 - share, share) : Float64Array.of(1);
    }
    const [begin, end] = [place * scale, (place + 1) * scale];
    const low = Math.floor(begin);
    const high = Math.min(from, Math.ceil(end - 1e-9));
    first[place] = start + low;
    return Float64Array.from({ length: high - low }, (_, i) => {
      return (Math.min(end, low + i + 1) - Math.max(begin, low + i)) / scale;
    });
  });
  if (first[to - 1] + weights[to - 1].length > extent)
    throw new RangeError('Expected pixels within the image.');
  return { first, weights };
}

/** The channels that a target needs, each on its own, over white. */
function planesOf({ width, height, channels, data }: RawImage, wanted: number): Float64Array[] {
  const colours = channels === 4 ? 3 : channels;
  const planes = Array.from({ length: colours }, (_, channel) => {
    const plane = new Float64Array(width * height);
    for (let pixel = 0; pixel < plane.length; pixel++) {
      const opacity = channels === 4 ? data[4 * pixel + 3] / 255 : 1;
      plane[pixel] = data[pixel * channels + channel] * opacity + 255 * (1 - opacity);
    }
    return plane;
  });
  if (wanted === colours) return planes;
  if (wanted === 1) {
    const [red, green, blue] = planes;
    for (let pixel = 0; pixel < red.length; pixel++) {
      red[pixel] = LUMA[0] * red[pixel] + LUMA[1] * green[pixel] + LUMA[2] * blue[pixel];
    }
    return [red];
  }
  if (wanted === 3) return [planes[0], planes[0], planes[0]];
  throw new Error(`Expected a network that takes 1 or 3 channels, got ${wanted}.`);
}
