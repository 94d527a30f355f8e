import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { packageRoot } from './package-root.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Assets {
  /** Address of a file, with the hash of all of them in it: a module may import another one. */
  url(name: string): string;
  router: Router;
}

/** Reads the few static files once and serves them from memory, to be kept by browsers for good. */
export function loadAssets(): Assets {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const folder = join(root, 'src', 'console', 'public');
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(folder).sort()) {
    if (TYPES[extname(name)]) files.set(name, readFileSync(join(folder, name)));
  }
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(name).update(content);
  const base = `/assets/${hash.digest('hex').slice(0, 16)}`;
  return { url: (name) => `${base}/${name}`, router: serve(base, files) };
}

function serve(base: string, files: Map<string, Buffer>): Router {
  const router = Router();
  router.get(`${base}/:name`, (request, response, next) => {
    const content = files.get(request.params.name);
    if (!content) return next();
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    response.type(TYPES[extname(request.params.name)] ?? 'application/octet-stream');
    response.send(content);
  });
  return router;
}
