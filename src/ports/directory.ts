import type { PersonRecord } from '../domain/record.js';

export type DirectoryAnswer<T> = ({ is: 'found' } & T) | { is: 'unavailable'; why: string };

/** Graph takes at most 15 values in one `in` filter (its known issues, query parameters). */
export const IDS_PER_READ = 15;

/** Reading the target's directory, where permitted. */
export interface Directory {
  /**
   * Records of at most `IDS_PER_READ` people, by the externalId that was asked for; more than one
   * record for an id is the directory's own mistake. A record may spell its id in another case of
   * letters: whether that is the same person is for the caller to say.
   */
  findByExternalId(
    ids: readonly string[],
  ): Promise<DirectoryAnswer<{ users: Map<string, PersonRecord[]> }>>;
  /** Which of these user names somebody has; compared in lower case. */
  userNamesTaken(names: readonly string[]): Promise<DirectoryAnswer<{ taken: Set<string> }>>;
}
