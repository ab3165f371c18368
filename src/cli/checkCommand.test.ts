import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkCommand } from './checkCommand';

test('a host that does not answer is told in one sentence, and not asked again', async () => {
  const server = createServer();
  const port = await new Promise<number>((told) => {
    server.listen(0, 'localhost', () => told((server.address() as AddressInfo).port));
  });
  await new Promise((closed) => server.close(closed));
  const context = { root: '', note: () => {}, progress: () => {} };
  await expect(checkCommand([`http://localhost:${port}/parts`], context)).rejects.toThrow(
    `http://localhost:${port}/parts/manifest.json: expected an answer from localhost:${port} within ` +
      '10 s, got none',
  );
});
