import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSandboxSecret } from '../../src/config/sandbox-secret.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'jml-config-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('the secret is made once and only its owner may read it', () => {
  const first = keepSandboxSecret(join(dir, 'data'));
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(keepSandboxSecret(join(dir, 'data'))).toBe(first);
  expect(statSync(join(dir, 'data', 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('other secrets in the file stay', () => {
  writeFileSync(join(dir, 'secrets.json'), '{"session":"keep"}');
  keepSandboxSecret(dir);
  expect(JSON.parse(readFileSync(join(dir, 'secrets.json'), 'utf8'))).toMatchObject({
    session: 'keep',
  });
});

test('a broken file is not written over', () => {
  writeFileSync(join(dir, 'secrets.json'), '{');
  expect(() => keepSandboxSecret(dir)).toThrow('is not JSON');
});
