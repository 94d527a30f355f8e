import type { Collection, SandboxState } from '../../state.js';
import { ValueIndex } from './value-index.js';
import { type DirectoryUser, textOf } from './user.js';

/** All users, found by id, matching attribute, name and source anchor. */
export class Directory {
  private readonly users: Collection<DirectoryUser>;
  private readonly byValue = new Map<string, ValueIndex>([
    ['employeeId', new ValueIndex()],
    ['userPrincipalName', new ValueIndex()],
  ]);
  private readonly byAnchor = new Map<string, string>();

  constructor(state: SandboxState) {
    this.users = state.collection<DirectoryUser>('entra.user');
    for (const user of this.users.values()) this.index(user);
  }

  get size(): number {
    return this.users.size;
  }

  /** How many people the job knows. */
  get linkedCount(): number {
    return this.byAnchor.size;
  }

  get(id: string): DirectoryUser | undefined {
    return this.users.get(id);
  }

  values(): IterableIterator<DirectoryUser> {
    return this.users.values();
  }

  put(user: DirectoryUser): void {
    const before = this.users.get(user.id);
    if (before) this.unindex(before);
    this.users.put(user.id, user);
    this.index(user);
  }

  remove(user: DirectoryUser): void {
    this.unindex(user);
    this.users.delete(user.id);
  }

  /** Users, not deleted, whose target attribute has that value. */
  find(attribute: string, value: string, caseSensitive = false): DirectoryUser[] {
    return this.candidates(attribute, value).filter((user) => {
      if (user.deletedAt !== null) return false;
      const has = textOf(user, attribute);
      return caseSensitive ? has === value : has.toLowerCase() === value.toLowerCase();
    });
  }

  linked(externalId: string): DirectoryUser | undefined {
    const user = this.users.get(this.byAnchor.get(externalId) ?? '');
    return user && user.deletedAt === null ? user : undefined;
  }

  private candidates(attribute: string, value: string): DirectoryUser[] {
    const index = this.byValue.get(attribute);
    if (!index) return [...this.users.values()];
    return index.ids(value).flatMap((id) => this.users.get(id) ?? []);
  }

  private index(user: DirectoryUser): void {
    for (const [name, index] of this.byValue) index.add(textOf(user, name), user.id);
    if (user.externalId !== null) this.byAnchor.set(user.externalId, user.id);
  }

  private unindex(user: DirectoryUser): void {
    for (const [name, index] of this.byValue) index.remove(textOf(user, name), user.id);
    if (user.externalId !== null) this.byAnchor.delete(user.externalId);
  }
}
