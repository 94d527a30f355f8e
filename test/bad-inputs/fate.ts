import type { Request, Told } from './helpdesk.js';
import type { World } from './world.js';

/** What became of a request once the bridge had made up its mind. */
export interface Fate {
  state: string;
  /** Code and place of the reason, where it was stopped. */
  code?: string | undefined;
  pointer?: string | undefined;
}

/** Delivers a request that is taken in, and waits until it is decided. */
export async function fateOf(world: World, request: Request): Promise<Fate> {
  const answer = await world.deliver(request);
  expect(`${answer.status} ${answer.text}`).toMatch(/^202 /);
  return fateOfTicket(world, request.data.id);
}

export async function fateOfTicket(world: World, ref: string): Promise<Fate> {
  const row = await world.until(async () => {
    const found = await ticketOf(world, ref);
    return found && !['received', 'approved'].includes(found.state) ? found : undefined;
  });
  const { code, pointer } = JSON.parse(row.reason ?? '{}') as Fate;
  return { state: row.state, code, pointer };
}

export function ticketOf({ bridge }: World, ref: string) {
  const rows = bridge.store.read.selectFrom('ticket').selectAll().where('ref', '=', ref);
  return rows.executeTakeFirst();
}

/** The note of the helpdesk's ticket once one says this. */
export function toldOf(world: World, ref: string, says: string): Promise<Told> {
  return world.until(() =>
    world.helpdesk.told.findLast((one) => one.id === ref && one.note.includes(says)),
  );
}

export interface SentRecord {
  externalId: string;
  active: boolean;
  userName: string | null;
  data: Record<string, unknown>;
}

/** Every record that reached Entra, by the stand-in's own history; the bridge's tables are no proof. */
export function sentRecords({ sandbox }: World): SentRecord[] {
  return sandbox.state
    .history()
    .map(({ json }) => JSON.parse(json) as { op: string; records?: SentRecord[] })
    .filter(({ op }) => op === 'bulkUpload')
    .flatMap(({ records = [] }) => records);
}

export function sentOf(world: World, externalId: string): SentRecord[] {
  return sentRecords(world).filter((one) => one.externalId === externalId);
}

/** The newest record sent of a person, once there is one. */
export function sentInTime(world: World, externalId: string): Promise<SentRecord> {
  return world.until(() => sentOf(world, externalId).at(-1));
}
