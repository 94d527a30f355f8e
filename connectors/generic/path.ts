/** A configured path with the request's id in it; null where none is configured. */
export function pathOf(setting: string | undefined, id: string): string | null {
  const path = setting?.trim() ?? '';
  return path.startsWith('/') ? path.replaceAll('{id}', encodeURIComponent(id)) : null;
}
