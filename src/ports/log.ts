/** Structured events: `event` is a stable kebab-case name; fields carry ids, never personal data or secrets. */
export interface Log {
  info(event: string, fields?: object): void;
  warn(event: string, fields?: object): void;
  error(event: string, fields?: object): void;
}
