import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import axios from 'axios';
import { closeServer } from '../src/close-server.js';

let server: Server;
let asked: Promise<ServerResponse>;
let address: string;
beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  asked = promise;
  server = createServer((_, response) => resolve(response));
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test('whoever was being answered when the server closes gets the answer', async () => {
  const answer = axios.post(address, 'a delivery');
  const response = await asked;
  let looks = 0;
  const sleep = async () => {
    if (++looks === 3) response.writeHead(202).end();
    await turn();
  };
  await closeServer(server, { sleep });
  expect((await answer).status).toBe(202);
  expect(looks).toBeLessThan(30);
});

test('whoever is not done after three seconds is cut off', async () => {
  const answer = axios.post(address, 'a delivery').catch((error: { code: string }) => error.code);
  await asked;
  let waitedMs = 0;
  const sleep = async (ms: number) => {
    waitedMs += ms;
    await turn();
  };
  await closeServer(server, { sleep });
  expect(await answer).toBe('ECONNRESET');
  expect(waitedMs).toBe(3_000);
});
