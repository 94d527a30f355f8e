import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadTemplate } from './mapping/load.js';
import { TemplateError, type Template } from './mapping/template.js';

/**
 * Every `<vendor>/<case>.yaml` below the folders; all problems of all files are told at once. One of a
 * later folder takes the place of an earlier one for the same catalog item, so that what ships can be
 * adapted. `connectors` are the names that a folder may have, where they are known.
 */
export function loadTemplates(
  folders: readonly string[],
  connectors?: readonly string[],
): Map<string, Template[]> {
  const byVendor = new Map<string, Template[]>();
  const problems: string[] = [];
  for (const folder of folders) {
    const found = templatesIn(folder, problems);
    problems.push(...misplacedIn(folder, connectors));
    for (const [vendor, own] of found) {
      const items = own.map(({ when }) => when.catalogItem);
      const before = (byVendor.get(vendor) ?? []).filter(
        ({ when }) => !items.includes(when.catalogItem),
      );
      byVendor.set(vendor, [...before, ...own]);
    }
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return byVendor;
}

function templatesIn(folder: string, problems: string[]): Map<string, Template[]> {
  const byVendor = new Map<string, Template[]>();
  if (!existsSync(folder)) problems.push(`templatesDirs: ${folder}: there is no such folder`);
  for (const [vendor, file] of templateFiles(folder)) {
    const own = byVendor.get(vendor) ?? [];
    const template = loadOne(relative(folder, file), file, own, problems);
    if (template) byVendor.set(vendor, [...own, template]);
  }
  return byVendor;
}

function loadOne(
  shown: string,
  file: string,
  others: readonly Template[],
  problems: string[],
): Template | null {
  try {
    const template = loadTemplate(shown, readFileSync(file, 'utf8'));
    const { catalogItem } = template.when;
    const same = others.find(({ when }) => when.catalogItem === catalogItem);
    if (!same) return template;
    problems.push(`${shown}: when.catalogItem: ${same.file} is for ${catalogItem} already`);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    problems.push(...error.problems);
  }
  return null;
}

function* templateFiles(folder: string): Generator<[string, string]> {
  for (const vendor of foldersIn(folder)) {
    for (const name of namesIn(join(folder, vendor))) {
      if (name.endsWith('.yaml')) yield [vendor, join(folder, vendor, name)];
    }
  }
}

const LOOKS_LIKE_ONE = /\.ya?ml$/i;

/** Files that are meant as templates and would be passed over, while another one is used. */
function misplacedIn(folder: string, connectors: readonly string[] | undefined): string[] {
  const like = connectors?.[0] ?? 'servicenow';
  const above = lookalikesIn(folder).map(
    (name) => `${name}: expected in a folder named after its connector, such as ${like}/${name}`,
  );
  const inside = foldersIn(folder).flatMap((vendor) =>
    lookalikesIn(join(folder, vendor)).flatMap((name) => {
      const problem = misplaced(vendor, name, connectors);
      return problem ? [`${join(vendor, name)}: ${problem}`] : [];
    }),
  );
  return [...above, ...inside];
}

function misplaced(
  vendor: string,
  name: string,
  connectors: readonly string[] | undefined,
): string | null {
  if (connectors && !connectors.includes(vendor)) {
    return `there is no connector ${vendor}; found ${connectors.join(', ')}`;
  }
  return name.endsWith('.yaml') ? null : 'expected the ending .yaml';
}

function lookalikesIn(folder: string): string[] {
  return namesIn(folder).filter((name) => LOOKS_LIKE_ONE.test(name));
}

/** Links count as what they lead to; what begins with a full stop is none of ours. */
function foldersIn(folder: string): string[] {
  return namesIn(folder).filter((name) => statSync(join(folder, name)).isDirectory());
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}
