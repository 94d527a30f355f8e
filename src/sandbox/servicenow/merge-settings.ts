export type DeepPartial<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[]
    ? T[K]
    : T[K] extends object
      ? DeepPartial<T[K]>
      : T[K];
};

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects are merged key by key, everything else is replaced. */
export function mergeSettings<T extends object>(base: T, over: DeepPartial<T>): T {
  const merged = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || key === '__proto__') continue;
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? mergeSettings(before, value) : value;
  }
  return merged as T;
}

/** Where a value of the change has another type than the setting it replaces; by path. */
export function settingProblems(base: object, over: object, path = ''): string[] {
  return Object.entries(over).flatMap(([key, value]) => {
    const at = path ? `${path}.${key}` : key;
    if (!Object.hasOwn(base, key)) return isMap(path) ? [] : [`${at}: no such setting`];
    const before = (base as Record<string, unknown>)[key];
    if (before === null || value === null) return [];
    if (isPlain(before) && isPlain(value)) return settingProblems(before, value, at);
    return kindOf(before) === kindOf(value)
      ? []
      : [`${at}: expected ${kindOf(before)}, got ${kindOf(value)}`];
  });
}

const isMap = (path: string): boolean => /Fields$/.test(path);
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);
