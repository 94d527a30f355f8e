import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A text of one file that is replaced; where lines break in it does not matter. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** A bug somebody might write, and the invariant that must notice it. */
export interface PlantedBug {
  bug: string;
  /** What the bridge then does wrong, one sentence. */
  what: string;
  /** A violation of one of these counts as caught. */
  expects: string[];
  /**
   * How the names begin of plays in `test/faults` that bring it about, e.g. `order: the halves`.
   * Worlds drawn by chance are tried for the other bugs only.
   */
  play?: string;
  edits: Edit[];
}

/** All bugs of a folder's YAML files, in the order of files and entries. */
export function readBugs(folder: string): PlantedBug[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files
    .sort()
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')) as PlantedBug[]);
}

/** The changed files by path. Throws where a text to be replaced is not found exactly once. */
export function plant(bug: PlantedBug, read: (file: string) => string): Map<string, string> {
  const changed = new Map<string, string>();
  for (const edit of bug.edits) {
    changed.set(edit.file, replaceOnce(changed.get(edit.file) ?? read(edit.file), edit, bug.bug));
  }
  return changed;
}

function replaceOnce(text: string, { file, find, replace }: Edit, bug: string): string {
  const found = [...text.matchAll(patternOf(find))];
  if (found.length !== 1) {
    throw new Error(
      `${bug}: expected the text once in ${file}, found it ${found.length} times: ${find}`,
    );
  }
  const [{ 0: old, index }] = found as [RegExpExecArray];
  return text.slice(0, index) + replace.trimEnd() + text.slice(index + old.length);
}

/** Any run of white space stands for any other, so that layout alone breaks no bug. */
function patternOf(find: string): RegExp {
  const words = find.trim().split(/\s+/);
  return new RegExp(words.map(escaped).join('\\s+'), 'g');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
