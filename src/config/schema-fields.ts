import {
  mixed,
  number,
  object,
  string,
  lazy,
  type ObjectSchema,
  type AnyObject,
  type Schema,
} from 'yup';
import { DATABASE_URL_EXPECTED, isDatabaseUrl } from './database-url.js';
import { durationMs } from './duration.js';
import { isWebAddress } from './web-address.js';

const DAY_MS = 86_400_000;

/** Text that, where present, is not empty. */
export const text = () => string().min(1);

export const port = () => number().integer().min(0).max(65_535);

export const name = () =>
  string().matches(/^[a-z][a-z0-9-]{0,62}$/, {
    message: 'expected lower-case letters, digits and dashes, at most 63',
  });

export const duration = () =>
  string().test('duration', 'expected a duration such as 500 ms, 2 s, 15 min, 4 h, 1 d', (value) =>
    value === undefined ? true : durationMs(value) !== null,
  );

/** A day at least: the calls of the last 24 hours are the day's quota, and evidence may come late. */
export const retentionTime = () =>
  duration().test('retention', 'expected a duration of at least 1 d', (value) =>
    value === undefined ? true : (durationMs(value) ?? DAY_MS) >= DAY_MS,
  );

export const uuid = () =>
  string().matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
    message: 'expected a UUID, as the Entra admin center shows it',
  });

export const webAddress = () =>
  string().test('address', 'expected an address such as https://example.com', (value) =>
    value === undefined ? true : isWebAddress(value),
  );

export const databaseUrl = () =>
  string().test('database-url', DATABASE_URL_EXPECTED, (value) =>
    value === undefined ? true : isDatabaseUrl(value),
  );

/** A map of text to text, such as a connector's own settings. */
export const textMap = () =>
  object().test('text-map', 'expected text in every entry; put numbers in quotes', (value) =>
    Object.values(value ?? {}).every((item) => typeof item === 'string'),
  );

/** One of several shapes, told apart by `kind`. */
export function byKind(
  shapes: Record<string, ObjectSchema<AnyObject>>,
  { optional }: { optional: boolean } = { optional: false },
) {
  return lazy((value: unknown): Schema => {
    if (value === undefined && optional) return mixed();
    const kind = (value as { kind?: unknown } | undefined)?.kind;
    const shape =
      typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    return shape ?? object({ kind: string().required().oneOf(Object.keys(shapes)) }).required();
  });
}

/** One shape of `byKind`. */
export function shape(fields: Record<string, Schema>): ObjectSchema<AnyObject> {
  return object({ kind: string().required(), ...fields }).noUnknown();
}
