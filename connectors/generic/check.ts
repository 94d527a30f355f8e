export type Fields = Readonly<Record<string, unknown>>;

/** Where it is wrong (RFC 6901) and how; never the value itself. */
export interface Problem {
  pointer: string;
  code: string;
}

/**
 * Reads one object of a body, member by member, and collects what is wrong with it. Nothing is
 * converted: a number is not a text, and `"false"` is not a flag. Unknown members are left alone.
 */
export class Check {
  constructor(
    private readonly fields: Fields,
    private readonly at: string,
    readonly problems: Problem[],
  ) {}

  /** The member as an object; an empty one, with a problem noted, where it is none. */
  object(name: string): Check {
    const value = this.get(name);
    if (!isObject(value)) this.note(name, value === undefined ? 'required' : 'object-expected');
    return new Check(isObject(value) ? value : {}, this.pointer(name), this.problems);
  }

  /** The member as a list of objects, each with its own pointer. */
  objects(name: string, most: number): Check[] {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) return this.note(name, 'list-expected', []);
    if (value.length > most) return this.note(name, 'too-many', []);
    const list = new Check(Object.fromEntries(value.entries()), this.pointer(name), this.problems);
    return value.map((_, index) => list.object(String(index)));
  }

  text(name: string, { required = true, most = 256, pattern }: TextRule = {}): string {
    const value = this.get(name);
    if (value === undefined && !required) return '';
    if (value === undefined) return this.note(name, 'required', '');
    if (typeof value !== 'string') return this.note(name, 'string-expected', '');
    if (required && value === '') return this.note(name, 'required', '');
    if (value.length > most) return this.note(name, 'too-long', '');
    if (!value.isWellFormed()) return this.note(name, 'bad-character', '');
    return value === '' || !pattern || pattern.test(value) ? value : this.note(name, 'format', '');
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.text(name);
    const found = choices.find((choice) => choice === value);
    return found ?? (value === '' ? null : this.note(name, 'unknown-value', null));
  }

  count(name: string): number {
    const value = this.get(name);
    const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    return fits ? value : this.note(name, value === undefined ? 'required' : 'count-expected', 0);
  }

  names(): string[] {
    return Object.keys(this.fields);
  }

  get(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
  }

  note<T>(name: string, code: string, instead: T): T;
  note(name: string, code: string): void;
  note(name: string, code: string, instead?: unknown): unknown {
    this.problems.push({ pointer: this.pointer(name), code });
    return instead;
  }

  private pointer(name: string): string {
    return `${this.at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
}

export interface TextRule {
  /** Members that may be left out may be empty as well. */
  required?: boolean;
  most?: number;
  pattern?: RegExp;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
