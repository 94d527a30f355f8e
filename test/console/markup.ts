/** Tags and attribute names in order, and every address, of markup as preact writes it. */
export interface Skeleton {
  tags: string[];
  addresses: string[];
  /** What is neither tag nor text: must be empty. */
  stray: string;
}

const TAG = /<(\/?[a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"]*")?)*)\s*\/?>/gi;

export function skeleton(html: string): Skeleton {
  const body = html.replace('<!doctype html>', '');
  const tags: string[] = [];
  const addresses: string[] = [];
  for (const [, name, attributes = ''] of body.matchAll(TAG)) {
    const pairs = [...attributes.matchAll(/([a-z][a-z0-9-]*)(?:="([^"]*)")?/gi)];
    tags.push([name, ...pairs.map((pair) => pair[1])].join(' '));
    for (const [, attribute, value = ''] of pairs) {
      if (attribute === 'href' || attribute === 'src' || attribute === 'action')
        addresses.push(value);
    }
  }
  return { tags, addresses, stray: body.replace(TAG, '').replaceAll(/[^<]/g, '') };
}
