/** Which users have a value, whatever its case. */
export class ValueIndex {
  private readonly found = new Map<string, Set<string>>();

  add(value: string, id: string): void {
    if (value === '') return;
    const key = value.toLowerCase();
    const ids = this.found.get(key);
    if (ids) ids.add(id);
    else this.found.set(key, new Set([id]));
  }

  remove(value: string, id: string): void {
    const key = value.toLowerCase();
    const ids = this.found.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.found.delete(key);
  }

  ids(value: string): string[] {
    return [...(this.found.get(value.toLowerCase()) ?? [])];
  }
}
