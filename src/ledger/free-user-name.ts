import { OPEN_STATES } from '../domain/change.js';
import type { Tx } from '../ports/store.js';

/**
 * A user name promised to somebody for whom nothing was ever sent, and of whom nothing is open any
 * more, is free again: a hire that is withdrawn and raised anew would get another one. The caller has
 * locked the person.
 */
export async function freeUserName(tx: Tx, personId: string): Promise<void> {
  await tx
    .deleteFrom('user_name')
    .where('person_id', '=', personId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('person')
          .select('person.id')
          .where('person.id', '=', personId)
          .where('person.sent', 'is', null),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('change')
            .select('change.id')
            .where('change.person_id', '=', personId)
            .where('change.state', 'in', OPEN_STATES),
        ),
      ),
    )
    .execute();
}
