import supertest from 'supertest';
import { createSandboxApp } from '../../../src/sandbox/create-app.js';
import { Bench } from '../servicenow/instance.js';
import { FakeEntra } from './fake-entra.js';

/** The app over a bench whose clock the app can turn. */
export function hosted() {
  const bench = new Bench();
  const entra = new FakeEntra();
  const clock = Object.assign(bench.clock, {
    advance: (ms: number) => void (bench.clock.time += ms),
  });
  const { sandbox: servicenow, state } = bench;
  const app = createSandboxApp({
    ...{ servicenow, entra, state, clock },
    publicUrl: 'http://127.0.0.1:4000',
  });
  return { bench, entra, clock, http: supertest(app) };
}
