const copied = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];

/**
 * One standalone SVG of everything a figure shows: its charts with their colours resolved, and the text
 * around them placed where the page has it. What carries `data-no-export` stays out.
 */
export function figureToSvg(figure: HTMLElement, title: string): string {
  const frame = figure.getBoundingClientRect();
  const width = Math.ceil(frame.width);
  const height = Math.ceil(frame.height);
  const root = element('svg', { width, height, viewBox: `-16 -16 ${width + 32} ${height + 32}` });
  root.append(element('title', {}, title));
  const background = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim();
  root.append(
    element('rect', { x: -16, y: -16, width: width + 32, height: height + 32, fill: background || '#fff' }),
  );
  for (const svg of figure.querySelectorAll('svg')) {
    if (svg.closest('[data-no-export]')) continue;
    const box = svg.getBoundingClientRect();
    const copy = withStyles(svg);
    for (const [key, value] of Object.entries(place(box, frame))) copy.setAttribute(key, String(value));
    copy.setAttribute('overflow', 'visible');
    root.append(copy);
  }
  for (const canvas of figure.querySelectorAll('canvas')) {
    if (canvas.closest('[data-no-export]')) continue;
    const href = canvas.toDataURL();
    root.append(element('image', { ...place(canvas.getBoundingClientRect(), frame), href }));
  }
  for (const text of textNodes(figure)) root.append(...placedLines(text, frame));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
}

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

function place(box: DOMRect, frame: DOMRect): Record<string, number> {
  return { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
}

function withStyles(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const property of copied) {
      const value = style.getPropertyValue(property);
      if (value) copies[index].setAttribute(property, value);
    }
    copies[index].removeAttribute('class');
  });
  return copy;
}

function textNodes(figure: HTMLElement): Text[] {
  const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT, (node) => {
    const parent = node.parentElement;
    const shown = node.textContent?.trim() && parent && !parent.closest('svg, [data-no-export], [hidden]');
    return shown ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  });
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

/**
 * A text node line by line, as the page breaks it; `textLength` keeps its width where the page's fonts are
 * missing.
 */
function placedLines(text: Text, frame: DOMRect): SVGElement[] {
  const style = getComputedStyle(text.parentElement as Element);
  return lines(text).map(({ text: line, left, right, top, bottom }) =>
    element(
      'text',
      {
        x: left - frame.left,
        y: top - frame.top + (bottom - top) * 0.78,
        textLength: right - left,
        lengthAdjust: 'spacingAndGlyphs',
        fill: style.color,
        'font-family': style.fontFamily,
        'font-size': style.fontSize,
        'font-weight': style.fontWeight,
      },
      line,
    ),
  );
}

type Line = { text: string; left: number; right: number; top: number; bottom: number };

/** The lines a text node is broken into, found piece by piece: text may break after a space or a hyphen. */
function lines(text: Text): Line[] {
  const found: Line[] = [];
  const range = document.createRange();
  for (const { index, 1: space, 2: piece } of (text.textContent ?? '').matchAll(/(\s*)([^\s-]+-*|-+)/g)) {
    const start = index + space.length;
    range.setStart(text, start);
    range.setEnd(text, start + piece.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const last = found.at(-1);
    if (last && Math.abs(last.top - top) < 2) {
      last.text += (space ? ' ' : '') + piece;
      last.right = right;
    } else found.push({ text: piece, left, right, top, bottom });
  }
  return found;
}
