/** What `npm start` serves: the files of the built page and nothing else. */
import { realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { contentSecurityPolicy } from './contentSecurityPolicy.mjs';

/** A page's own policy cannot say who may frame it: the header does. */
export const servedHeaders = {
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/**
 * The file under `directory` that a request's address names, as a path; null where there is none to serve.
 * There is none where nothing has the name, where it begins with a dot, and where it is a folder or a link
 * that leads out of `directory`. Nor is there one for an address that cannot be decoded.
 * @param {string} directory @param {string} base begins and ends with a slash @param {string} url
 * @returns {string | null}
 */
export function servedFile(directory, base, url) {
  let path;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (!path.startsWith(base)) return null;
  const names = path.slice(base.length).split('/');
  if (names.at(-1) === '') names[names.length - 1] = 'index.html';
  if (names.some((name) => name === '' || name.startsWith('.') || /[\\\0:]/.test(name))) return null;
  try {
    const root = realpathSync(directory);
    const file = realpathSync(join(root, ...names));
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

/**
 * Stands before the files of `vite preview`: the headers for all answers, and 404 for all that is not a file
 * of the page.
 * @returns {import('vite').Plugin}
 */
export function servedFiles() {
  return {
    name: 'served-files',
    configurePreviewServer({ config, middlewares }) {
      const directory = resolve(config.root, config.build.outDir);
      middlewares.use((request, response, next) => {
        for (const [name, value] of Object.entries(servedHeaders)) response.setHeader(name, value);
        const answer = (status, text, headers = {}) => {
          response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
          response.end(`${text}\n`);
        };
        const { base } = config;
        if (request.method !== 'GET' && request.method !== 'HEAD') {
          answer(405, 'Files are read here and nothing else.', { Allow: 'GET, HEAD' });
        } else if (servedFile(directory, base, request.url)) next();
        else if (['/', base.slice(0, -1)].includes(request.url) && base !== '/') {
          answer(302, `The page is at ${base}`, { Location: base });
        } else answer(404, 'There is no such file here.');
      });
    },
  };
}
