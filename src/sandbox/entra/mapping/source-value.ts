/** What a record says about one source attribute: absent, and whether its parent object is there. */
export interface SourceValue {
  value: unknown;
  /** Omission counts as empty only where the parent object is present [Clear]. */
  parentPresent: boolean;
}

export type ReadSource = (name: string) => SourceValue;

type Data = Record<string, unknown>;

const WORK = /^(\w+)\[type eq "work"\]\.(\w+)$/i;
const ABSENT: SourceValue = { value: undefined, parentPresent: false };

/** Reads `name` as the source schema spells it: `name.givenName`, `urn:…:User:department`, … */
export function sourceReader(data: Data, caseSensitive: boolean): ReadSource {
  const member = caseSensitive ? ownMember : memberAnyCase;
  return (name) => {
    const listed = WORK.exec(name);
    if (listed) return workEntry(member(data, listed[1]!), listed[2]!, member);
    const [parent, leaf] = split(name, data, member);
    if (parent === undefined) return ABSENT;
    const value = member(parent, leaf);
    // manager.value holds the externalId; $ref and displayName are decoration [G-Bulk].
    const simple = isData(value) && leaf === 'manager' ? member(value, 'value') : value;
    return { value: simple, parentPresent: true };
  };
}

type Member = (data: Data, name: string) => unknown;

function split(name: string, data: Data, member: Member): [parent: Data | undefined, leaf: string] {
  const colon = name.startsWith('urn:') ? name.lastIndexOf(':') : -1;
  const at = colon >= 0 ? colon : name.indexOf('.');
  if (at < 0) return [data, name];
  const parent = member(data, name.slice(0, at));
  return [isData(parent) ? parent : undefined, name.slice(at + 1)];
}

/** Only `work` entries are processed [Troubleshoot]. */
function workEntry(list: unknown, leaf: string, member: Member): SourceValue {
  if (!Array.isArray(list)) return ABSENT;
  const entry = (list as unknown[]).find((one) => isData(one) && isWork(member(one, 'type')));
  return isData(entry) ? { value: member(entry, leaf), parentPresent: false } : ABSENT;
}

const isWork = (type: unknown): boolean =>
  typeof type === 'string' && type.toLowerCase() === 'work';

function ownMember(data: Data, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** Microsoft's own samples say `username` as well; how case is treated is not documented. */
function memberAnyCase(data: Data, name: string): unknown {
  if (Object.hasOwn(data, name)) return data[name];
  const wanted = name.toLowerCase();
  const found = Object.keys(data).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : data[found];
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
