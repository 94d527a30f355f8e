import type { ReadFile } from './config.js';

export const DATABASE_URL_EXPECTED =
  'expected an address such as postgres://user:password@host:5432/database, or file: and the path of a file that holds it';

/** Whether it is one at all; whether somebody answers there is found out at start. */
export function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return (protocol === 'postgres:' || protocol === 'postgresql:') && pathname.length > 1;
}

/** The URL a text is, or the file it names holds; null where it is neither. */
export function readDatabaseUrl(text: string, readFile: ReadFile): string | null {
  const url = text.startsWith('file:/') ? readLine(text.slice('file:'.length), readFile) : text;
  return url !== null && isDatabaseUrl(url) ? url : null;
}

function readLine(path: string, readFile: ReadFile): string | null {
  try {
    return readFile(path).replace(/\r?\n$/, '');
  } catch {
    return null;
  }
}
