import { figureToSvg } from './figureToSvg';

/** Device pixels a CSS pixel. */
const SCALE = 2;
const MARGIN = 16;
const LINE = 20;
const LEAST_WIDTH = 480;

/**
 * What is printed under a figure: what it says, and how to read it and where it comes from, in smaller type.
 */
export type Caption = { title: string; claim: string; small: string[] };

/**
 * A figure with its caption as a PNG, two pixels a CSS pixel, in the colours of the page. Throws where the
 * browser gives no picture.
 */
export async function figureToPng(figure: HTMLElement, caption: Caption): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([figureToSvg(figure, caption.title)], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    // The picture's own extent leaves out the margin that its view box has.
    const drawn = { width: picture.width + 2 * MARGIN, height: picture.height + 2 * MARGIN };
    const width = Math.max(LEAST_WIDTH, drawn.width);
    const theme = getComputedStyle(document.documentElement);
    const colour = (name: string) => theme.getPropertyValue(name).trim();
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('Expected a canvas to draw the picture on, got none from this browser.');
    const lines = captionLines(caption, width - 2 * MARGIN, colour, (text, font) => {
      pen.font = font;
      return pen.measureText(text).width;
    });
    canvas.width = SCALE * width;
    canvas.height = SCALE * (drawn.height + lines.length * LINE + 2 * MARGIN);
    pen.scale(SCALE, SCALE);
    pen.fillStyle = colour('--bg');
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, drawn.width, drawn.height);
    lines.forEach(({ line, font, fill }, place) => {
      pen.font = font;
      pen.fillStyle = fill;
      pen.fillText(line, MARGIN, drawn.height + MARGIN + place * LINE);
    });
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob)
      throw new Error('Expected a picture of the figure, got none from this browser; save it as SVG.');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** One line under a picture, and how it is drawn. */
type CaptionLine = { line: string; font: string; fill: string };

/**
 * A caption in lines of at most `width`, as `measure` has it: title, claim, then what is small; `colour`
 * gives the theme's values.
 */
export function captionLines(
  { title, claim, small }: Caption,
  width: number,
  colour: (name: string) => string,
  measure: (text: string, font: string) => number,
): CaptionLine[] {
  return [
    { text: title, font: `600 18px ${colour('--serif')}`, fill: colour('--ink') },
    { text: claim, font: `15px ${colour('--serif')}`, fill: colour('--ink') },
    ...small.map((text) => ({ text, font: `12px ${colour('--sans')}`, fill: colour('--soft') })),
  ].flatMap(({ text, font, fill }) =>
    wrapped(text, width, (part) => measure(part, font)).map((line) => ({ line, font, fill })),
  );
}

/**
 * Text in lines of at most `width`, as `measure` has it, broken at spaces; a longer word has a line of its
 * own.
 */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
