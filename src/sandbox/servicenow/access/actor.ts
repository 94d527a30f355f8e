import { ADMIN_USER } from '../constants.js';
import type { Actor } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';

/** A user's session: their zone and date format decide what display values look like (R6). */
export function actorOf(user: Row): Actor {
  const userName = valueOf(user, 'user_name');
  return {
    sysId: sysIdOf(user),
    userName,
    admin: userName === ADMIN_USER,
    timeZone: valueOf(user, 'time_zone') || 'GMT',
    dateFormat: valueOf(user, 'date_format') || 'yyyy-MM-dd',
  };
}
