import { createHash } from 'node:crypto';

const PAGE = 'index.html';

/**
 * Names the build by the hash of its files' names, which hold the hashes of their contents, and of its page: in the page as
 * `<meta name="lacuna-build">`, and beside it in version.json. A page that is open compares the two to learn of a newer one.
 * @returns {import('vite').Plugin}
 */
export function buildVersion() {
  return {
    name: 'build-version',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle[PAGE];
        // The bench builds pages of other names, which nobody keeps open.
        if (!page) return;
        const hash = createHash('sha256').update(Object.keys(bundle).sort().join('\n')).update(page.source);
        const build = hash.digest('hex').slice(0, 16);
        page.source = page.source.replace(
          '</head>',
          `  <meta name="lacuna-build" content="${build}" />\n  </head>`,
        );
        this.emitFile({ type: 'asset', fileName: 'version.json', source: `${JSON.stringify({ build })}\n` });
      },
    },
  };
}
