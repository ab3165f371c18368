// Draws docs/architecture.svg from the import graph: `node scripts/architecture.mjs`. A test says when it is
// out of date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What each room holds, in a few words, and where it stands across the picture, 0..1, so that few arrows
 * cross.
 */
const HOLDS = {
  app: ['page, address, workers', 0.32],
  cli: ['commands', 0.58],
  report: ['one HTML file', 0.72],
  views: ['a folder a panel', 0.8],
  library: ['zoo, imports, storage', 0.18],
  charts: ['data to SVG', 0.88],
  formats: ['bytes to objects', 0.22],
  engine: ['runs populations', 0.45],
  corruptions: ['images, corrupted', 0.68],
  model: ['networks, compression', 0.45],
  audit: ['what was forgotten', 0.3],
  text: ['words and numbers', 0.65],
};

const LINE = ['zoo', 'Population', 'Population′', 'Predictions', 'Findings', 'views'];
const ARROWS = ['', 'compress', 'run over a Shard', 'audit', ''];

const WIDTH = 900;
const FLOOR = 92;
const TOP = 96;
const BOX = { width: 150, height: 46 };

/** The rooms that each room imports from, read from its source files; tests and generated code aside. */
export function importedRooms() {
  const source = join(root, 'src');
  const rooms = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const graph = new Map(rooms.map(({ name }) => [name, new Set()]));
  for (const { name: room } of rooms) {
    const files = readdirSync(join(source, room), { recursive: true, withFileTypes: true });
    for (const file of files) {
      const folder = file.parentPath;
      if (!/\.tsx?$/.test(file.name) || /\.test\.|\.as\.ts$/.test(file.name)) continue;
      if (/(fixtures|testing|build)$/.test(basename(folder))) continue;
      const text = readFileSync(join(folder, file.name), 'utf8');
      for (const [, path] of text.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
        const [other] = relative(source, resolve(folder, path)).split(/[/\\]/);
        if (other !== room && graph.has(other)) graph.get(room).add(other);
      }
    }
  }
  return graph;
}

/**
 * Floors from the ground up: a room stands one above the highest that it imports from. Throws where rooms
 * import in a circle.
 */
export function floorsOf(graph) {
  const level = new Map();
  const levelOf = (room, path) => {
    if (path.includes(room)) throw new Error(`Expected no circle, got ${[...path, room].join(' -> ')}.`);
    if (!level.has(room)) {
      level.set(
        room,
        1 + Math.max(-1, ...[...graph.get(room)].map((other) => levelOf(other, [...path, room]))),
      );
    }
    return level.get(room);
  };
  for (const room of graph.keys()) levelOf(room, []);
  const floors = Array.from({ length: 1 + Math.max(...level.values()) }, () => []);
  for (const room of [...graph.keys()].sort()) floors[level.get(room)].push(room);
  return floors;
}

/** The imports that do not follow from others. */
export function directOf(graph) {
  const reaches = (from, to) => [...graph.get(from)].some((next) => next === to || reaches(next, to));
  return [...graph].flatMap(([from, others]) =>
    [...others]
      .filter((to) => ![...others].some((other) => other !== to && reaches(other, to)))
      .sort()
      .map((to) => [from, to]),
  );
}

const px = (value) => String(Math.round(value));

function lineOfData() {
  const step = WIDTH / LINE.length;
  const words = LINE.map(
    (noun, at) => `<text class="noun" x="${px((at + 0.5) * step)}" y="44">${noun}</text>`,
  );
  const arrows = ARROWS.map((arrow, at) => {
    const middle = (at + 1) * step;
    const name = arrow ? `<text class="soft" x="${px(middle)}" y="22">${arrow}</text>` : '';
    return `${name}<path class="arrow" d="M${px(middle - 22)},39h40" marker-end="url(#head)"/>`;
  });
  return [...words, ...arrows].join('\n');
}

/**
 * The picture: the line of data, and under it the rooms on their floors with the imports that do not follow
 * from others.
 */
export function picture(graph) {
  const floors = floorsOf(graph);
  const height = TOP + floors.length * FLOOR;
  const places = new Map();
  floors.forEach((rooms, level) => {
    rooms.forEach((room, at) => {
      const y = height - (level + 1) * FLOOR + 12;
      const [, across = (at + 0.5) / rooms.length] = HOLDS[room] ?? [];
      places.set(room, { x: across * WIDTH, y });
    });
  });
  const arrows = directOf(graph).map(([from, to]) => {
    const [a, b] = [places.get(from), places.get(to)];
    const start = a.y + BOX.height;
    const end = b.y - 3;
    return (
      `<path class="arrow" d="M${px(a.x)},${px(start)}C${px(a.x)},${px(start + 28)} ` +
      `${px(b.x)},${px(end - 28)} ${px(b.x)},${px(end)}" marker-end="url(#head)"/>`
    );
  });
  const boxes = [...places].map(([room, { x, y }]) => {
    const [holds = ''] = HOLDS[room] ?? [];
    return (
      `<rect x="${px(x - BOX.width / 2)}" y="${px(y)}" width="${BOX.width}" height="${BOX.height}" ` +
      `rx="3"/><text class="room" x="${px(x)}" y="${px(y + 19)}">src/${room}</text><text ` +
      `class="soft" x="${px(x)}" y="${px(y + 36)}">${holds}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"
  width="${WIDTH}" height="${height}" role="img"
  aria-label="The line of data, and which rooms import from which">
<style>
text { font: 13px sans-serif; text-anchor: middle; fill: #1a1a1a; }
.noun { font-weight: 600; font-size: 15px; }
.room { font-weight: 600; }
.soft { fill: #595959; font-size: 12px; }
rect { fill: #fff; stroke: #8a8a8a; }
.ground { fill: #fbfaf7; stroke: none; }
.arrow { fill: none; stroke: #8a8a8a; stroke-width: 1.2; }
marker path { fill: #8a8a8a; }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
  orient="auto"><path d="M0,0L8,4L0,8z"/></marker></defs>
<rect class="ground" width="${WIDTH}" height="${height}"/>
${lineOfData()}
${arrows.join('\n')}
${boxes.join('\n')}
</svg>
`;
}

/** Where the picture stands. */
export const PICTURE = join(root, 'docs/architecture.svg');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PICTURE, picture(importedRooms()));
