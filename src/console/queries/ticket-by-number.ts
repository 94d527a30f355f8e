import type { Reader } from '../../ports/store.js';

/** The request behind a ticket's number; one that was read back wins over one only heard of. */
export async function ticketByNumber(
  read: Reader,
  connection: string,
  number: string,
): Promise<string | undefined> {
  const rows = await read
    .selectFrom('ticket')
    .select(['id', 'snapshot'])
    .where('connection', '=', connection)
    .where('number', '=', number)
    .orderBy('received_at', 'desc')
    .limit(20)
    .execute();
  return (rows.find((row) => row.snapshot !== null) ?? rows[0])?.id;
}
