import type { PersonRecord } from '../../domain/record.js';
import type { Directory, DirectoryAnswer } from '../../ports/directory.js';
import type { Random } from '../../ports/random.js';
import { DIRECTORY_SELECT, fromDirectoryUser } from '../../scim/directory-user.js';
import { describe, jsonObject, text, type Graph } from './graph.js';

/** More pages than any list of at most 15 ids needs. */
const MOST_PAGES = 20;

type Users = DirectoryAnswer<{ users: Record<string, unknown>[] }>;

/** Users of the tenant, read only. */
export class GraphDirectory implements Directory {
  constructor(
    private readonly graph: Graph,
    private readonly extensions: Record<string, string>,
    private readonly random: Random,
  ) {}

  async findByExternalId(ids: readonly string[]) {
    const answer = await this.list(
      `employeeId in (${quoted(ids)})`,
      `${DIRECTORY_SELECT}&$expand=manager($select=id,employeeId)`,
    );
    if (answer.is === 'unavailable') return answer;
    const users = new Map<string, PersonRecord[]>(ids.map((id) => [id, []]));
    for (const user of answer.users) {
      const record = fromDirectoryUser(user, this.extensions);
      // Graph compares without case, and how the job matches is not documented (fact sheet 10, 14).
      for (const [id, records] of users)
        if (record && sameButForCase(record.externalId, id)) records.push(record);
    }
    return { is: 'found' as const, users };
  }

  async userNamesTaken(names: readonly string[]) {
    const answer = await this.list(
      `userPrincipalName in (${quoted(names)})`,
      'id,userPrincipalName',
    );
    if (answer.is === 'unavailable') return answer;
    return {
      is: 'found' as const,
      taken: new Set(answer.users.map((user) => text(user, 'userPrincipalName').toLowerCase())),
    };
  }

  private async list(filter: string, select: string): Promise<Users> {
    let url: string | null =
      `${this.graph.baseUrl}/users?$filter=${encodeURIComponent(filter)}&$select=${select}`;
    const users: Record<string, unknown>[] = [];
    for (let page = 0; url !== null; page++) {
      // Whoever stands on the pages not read might be just the one who was asked for.
      if (page === MOST_PAGES) return { is: 'unavailable', why: 'the list did not come to an end' };
      const answer = await this.graph.get(url, this.random.uuid());
      const body = jsonObject(answer);
      if (!body || !Array.isArray(body['value']))
        return { is: 'unavailable', why: describe(answer) };
      users.push(...(body['value'] as unknown[]).filter(isObject));
      url = text(body, '@odata.nextLink') || null;
    }
    return { is: 'found', users };
  }
}

function sameButForCase(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** OData text: a quote is doubled. */
function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');
}
