import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadTemplate } from './mapping/load.js';
import { TemplateError, type Template } from './mapping/template.js';

/**
 * Every `<vendor>/<case>.yaml` below the folders; all problems of all files are told at once. One of a
 * later folder takes the place of an earlier one for the same catalog item, so that what ships can be
 * adapted.
 */
export function loadTemplates(folders: readonly string[]): Map<string, Template[]> {
  const byVendor = new Map<string, Template[]>();
  const problems: string[] = [];
  for (const folder of folders) {
    const found = templatesIn(folder, problems);
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
  if (!existsSync(folder)) return;
  for (const vendor of readdirSync(folder, { withFileTypes: true })) {
    if (!vendor.isDirectory()) continue;
    for (const name of readdirSync(join(folder, vendor.name)).sort()) {
      if (name.endsWith('.yaml')) yield [vendor.name, join(folder, vendor.name, name)];
    }
  }
}
