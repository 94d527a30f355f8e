import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The code may run from `dist/`, where no style sheets are; they stay in the package's sources. */
export function publicFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('no package.json above the sandbox page');
    folder = above;
  }
  return join(folder, 'src/sandbox/page/public');
}
