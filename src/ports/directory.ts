import type { PersonRecord } from '../domain/record.js';

export type DirectoryAnswer<T> = ({ is: 'found' } & T) | { is: 'unavailable'; why: string };

/** Reading the target's directory, where permitted. */
export interface Directory {
  /** Records by externalId; more than one record for an id is the directory's own mistake. */
  findByExternalId(
    ids: readonly string[],
  ): Promise<DirectoryAnswer<{ users: Map<string, PersonRecord[]> }>>;
  /** Which of these user names somebody has; compared in lower case. */
  userNamesTaken(names: readonly string[]): Promise<DirectoryAnswer<{ taken: Set<string> }>>;
}
