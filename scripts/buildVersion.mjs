import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'vite';

const PAGE = 'index.html';
const WORKER = 'sw.js';

/**
 * Files of `public` that belong to the page: all but the zoo's images, weights and predictions, which are
 * kept apart.
 */
function publicFiles(directory) {
  const all = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const listed = JSON.parse(readFileSync(join(directory, 'zoo/index.json'), 'utf8')).datasets;
  const zoo = listed.map(({ id }) => `zoo/${id}/manifest.json`);
  return all.filter((file) => !file.startsWith('zoo/') || ['zoo/index.json', ...zoo].includes(file)).sort();
}

/** The service worker as one script that needs no other. */
async function serviceWorker() {
  const entry = 'src/app/offline/service.worker.ts';
  const lib = { entry, formats: ['iife'], name: 'lacunaWorker', fileName: () => WORKER };
  const [made] = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { write: false, lib },
  });
  return made.output[0].code;
}

/** What makes a browser offer to install the page as an application. */
const APPLICATION = {
  name: 'Lacuna: what compressed networks forget',
  short_name: 'Lacuna',
  description: 'What compressed networks forget: prune populations of neural networks in the browser.',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#fbfaf6',
  theme_color: '#1b1a17',
  icons: [
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: 'icons/192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

/**
 * Names the build by a hash: of its files' names, which hold the hashes of their contents, of its page and of
 * the public files. The name stands in the page as `<meta name="lacuna-build">`, and beside it in
 * version.json. A page that is open compares the two to learn of a newer one. Writes the service worker,
 * which keeps exactly these files for use without a network, and what is needed to install the page.
 * @returns {import('vite').Plugin}
 */
export function buildVersion() {
  let directory = 'public';
  let isPage = false;
  return {
    name: 'build-version',
    apply: 'build',
    configResolved(config) {
      directory = config.publicDir;
      // The bench builds pages of other names, which nobody keeps open.
      isPage = !config.build.rolldownOptions.input;
    },
    transformIndexHtml: () =>
      isPage
        ? [
            { tag: 'link', attrs: { rel: 'manifest', href: './app.webmanifest' }, injectTo: 'head' },
            { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icons/192.png' }, injectTo: 'head' },
          ]
        : [],
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const page = bundle[PAGE];
        if (!isPage || !page) return;
        const worker = await serviceWorker();
        this.emitFile({ type: 'asset', fileName: 'app.webmanifest', source: JSON.stringify(APPLICATION) });
        const made = Object.keys(bundle).filter((name) => name !== PAGE && !name.endsWith('.map'));
        const still = publicFiles(directory);
        const hash = createHash('sha256').update(made.sort().join('\n')).update(page.source);
        hash.update(worker).update(JSON.stringify(APPLICATION));
        for (const file of still) hash.update(file).update(readFileSync(join(directory, file)));
        const name = hash.digest('hex').slice(0, 16);
        page.source = page.source.replace(
          '</head>',
          `  <meta name="lacuna-build" content="${name}" />\n  </head>`,
        );
        const files = ['', ...new Set([...made, 'app.webmanifest', ...still])];
        this.emitFile({
          type: 'asset',
          fileName: WORKER,
          source: `self.lacunaBuild=${JSON.stringify({ build: name, files })};
${worker}`,
        });
        this.emitFile({
          type: 'asset',
          fileName: 'version.json',
          source: `${JSON.stringify({ build: name })}\n`,
        });
      },
    },
  };
}
