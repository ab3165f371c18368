import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { localCertificate } from './certificate';

/** What another host was asked: the path, and the headers that matter. */
type Asked = { path: string; range: string | null; referer: string | null; cookie: string | null };

/**
 * A file of another host. `cors`: whether other sites may read it; `ranges`: whether it is given in parts.
 */
export type Served = {
  body: Buffer;
  type: string;
  cors?: boolean;
  ranges?: boolean;
  /** Where it leads to instead of an answer, by a 302. */
  redirect?: string;
};

/** Another origin, by https on a port of its own; files by their paths, and all that it was asked. */
export async function otherOrigin(files: Record<string, Served>) {
  const asked: Asked[] = [];
  const server = createServer(localCertificate(), ({ url = '', headers }, response) => {
    const { range = null, referer = null, cookie = null } = headers;
    asked.push({ path: url, range, referer, cookie });
    const found = Object.hasOwn(files, url) ? files[url] : null;
    if (!found) {
      response.writeHead(404).end('not here');
      return;
    }
    const { body, type, cors = false, ranges = false, redirect } = found;
    const open = cors
      ? { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Content-Range' }
      : {};
    if (redirect !== undefined) {
      response.writeHead(302, { ...open, Location: redirect }).end();
      return;
    }
    const part = ranges ? /^bytes=(\d+)-(\d+)$/.exec(range ?? '') : null;
    if (!part) {
      response.writeHead(200, { ...open, 'Content-Type': type, 'Content-Length': body.length }).end(body);
      return;
    }
    const [start, end] = [Number(part[1]), Math.min(Number(part[2]), body.length - 1)];
    response
      .writeHead(206, {
        ...open,
        'Content-Type': type,
        'Content-Range': `bytes ${start}-${end}/${body.length}`,
        'Content-Length': end - start + 1,
      })
      .end(body.subarray(start, end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host, asked, close };
}
