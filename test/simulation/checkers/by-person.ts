import type { History, SandboxEvent } from '../history.js';

interface ReadUser {
  externalId: string;
  accountEnabled: boolean;
}

/** What Entra did and showed of one person, in its order. */
export interface OfPerson {
  processed: SandboxEvent[];
  /** Of the provisioning log. */
  rows: SandboxEvent[];
  /** Looks at the directory that found the account disabled. */
  readDisabled: SandboxEvent[];
}

/** Looked up for every change, so gathered once. */
export function eventsByPerson({ events }: History): (externalId: string) => OfPerson {
  const people = new Map<string, OfPerson>();
  const of = (externalId: string): OfPerson => {
    const known = people.get(externalId) ?? { processed: [], rows: [], readDisabled: [] };
    people.set(externalId, known);
    return known;
  };
  for (const event of events) {
    if (event.op === 'processed') of(String(event['externalId'])).processed.push(event);
    if (event.op === 'logRow') of(String(event['externalId'])).rows.push(event);
    if (event.op !== 'userRead') continue;
    const disabled = usersOf(event).filter(({ accountEnabled }) => !accountEnabled);
    const found = new Set(disabled.map(({ externalId }) => externalId));
    for (const externalId of found) of(externalId).readDisabled.push(event);
  }
  return of;
}

function usersOf(event: SandboxEvent): ReadUser[] {
  return (event['users'] ?? []) as ReadUser[];
}
