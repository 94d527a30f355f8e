import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadTemplate } from './mapping/load.js';
import { TemplateError, type Template } from './mapping/template.js';

/** Every `<vendor>/<case>.yaml` below the folders; all problems of all files are told at once. */
export function loadTemplates(folders: readonly string[]): Map<string, Template[]> {
  const byVendor = new Map<string, Template[]>();
  const there = folders.filter((folder) => existsSync(folder));
  const problems = folders
    .filter((folder) => !there.includes(folder))
    .map((folder) => `templatesDirs: ${folder}: there is no such folder`);
  for (const [vendor, file, shown] of templateFiles(there)) {
    try {
      const template = loadTemplate(shown, readFileSync(file, 'utf8'));
      byVendor.set(vendor, [...(byVendor.get(vendor) ?? []), template]);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return byVendor;
}

function* templateFiles(folders: readonly string[]): Generator<[string, string, string]> {
  for (const folder of folders) {
    for (const vendor of readdirSync(folder, { withFileTypes: true })) {
      if (!vendor.isDirectory()) continue;
      for (const name of readdirSync(join(folder, vendor.name)).sort()) {
        const file = join(folder, vendor.name, name);
        if (name.endsWith('.yaml')) yield [vendor.name, file, relative(folder, file)];
      }
    }
  }
}
