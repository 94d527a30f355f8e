export const DATABASE_URL_EXPECTED =
  'expected an address such as postgres://user:password@host:5432/database';

/** Whether it is one at all; whether somebody answers there is found out at start. */
export function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return (protocol === 'postgres:' || protocol === 'postgresql:') && pathname.length > 1;
}
