import { exchange, type Answer } from './exchange.js';
import type { World } from './world.js';

/** Planted in what is sent: no answer and no line of the log may repeat it. */
export const MARKER = 'Zq7Planted';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: { pointer: string; code: string }[];
}

/** The answer is this problem, says nothing that was sent, and the bridge goes on as if nothing were. */
export async function expectProblem(
  world: World,
  answer: Answer,
  status: number,
  problem: string,
): Promise<Problem> {
  expect(`${answer.status} ${answer.text}`).toContain(`${status} {"type":"/problems/${problem}"`);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body = JSON.parse(answer.text) as Problem;
  const { errors, ...plain } = body;
  expect(plain).toEqual({
    ...{ type: `/problems/${problem}`, status },
    ...{ title: expect.any(String), detail: expect.any(String) },
    instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
  });
  for (const error of errors ?? [])
    expect(error).toEqual({ pointer: expect.any(String), code: expect.any(String) });
  expectSilence(answer.text);
  await expectUnharmed(world);
  return body;
}

/** Refused, and not lost: stored, in the console's list, and no longer in anybody's way. */
export async function expectKept(
  world: World,
  answer: Answer,
  status: number,
  problem: string,
): Promise<Problem> {
  const body = await expectProblem(world, answer, status, problem);
  const id = body.instance.replace('urn:uuid:', '');
  const row = await deliveryOf(world, id);
  expect(row).toMatchObject({ status, problem });
  expect(await world.page('/deliveries')).toContain(id);
  return body;
}

/** Refused before anybody was proven: nothing of it is left. */
export async function expectTurnedAway(
  world: World,
  answer: Answer,
  status: number,
  problem: string,
): Promise<Problem> {
  const body = await expectProblem(world, answer, status, problem);
  expect(await deliveryOf(world, body.instance.replace('urn:uuid:', ''))).toBeUndefined();
  return body;
}

export function deliveryOf({ bridge }: World, id: string) {
  const rows = bridge.store.read.selectFrom('delivery').selectAll().where('id', '=', id);
  return rows.executeTakeFirst();
}

/** No stack, no path of a source file, nothing that was planted. */
export function expectSilence(text: string): void {
  expect(text).not.toMatch(/\n\s+at |node:internal|node_modules|\.[jt]sx?:\d|[a-z]Error\b/);
  expect(text).not.toContain(MARKER);
}

/** It still answers, no object has a property it should not have, and the log kept quiet. */
export async function expectUnharmed(world: World): Promise<void> {
  expect((await exchange(`${world.url}/healthz`)).status).toBe(200);
  expect(Reflect.ownKeys(Object.prototype).filter((key) => !BORN_WITH.has(key))).toEqual([]);
  expect(world.logged.join('\n')).not.toContain(MARKER);
}

const BORN_WITH = new Set(Reflect.ownKeys(Object.prototype));
