/**
 * Some ticket systems render what stands between `[code]` tags as HTML, and names and error texts
 * come from outside, so the tag is broken; control characters go.
 */
export function plainText(text: string): string {
  return (
    text
      .replace(/\[(\/?\s*code\s*)\]/gi, '($1)')
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
      .trim()
  );
}

/** "Ana", "Ana and Ben", "Ana, Ben and Eva". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
