import { urlProblem } from '../../src/config/allowed-url.js';

test.each([
  'https://127.0.0.1',
  'https://localhost',
  'https://localhost.',
  'https://2130706433',
  'https://0x7f.1',
  'https://１２７.0.0.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://[::ffff:a9fe:a9fe]',
  'https://169.254.169.254',
  'https://metadata.google.internal',
  'https://10.1.2.3',
  'https://192.168.0.1',
  'https://[fd00::1]',
  'https://[fe80::1]',
  'https://intranet',
])('refuses %s, which leads into a private network', (url) => {
  expect(urlProblem(url, {})).toMatch(/private network/);
});

test.each([
  'https://good.example@127.0.0.1',
  'https://user:secret@acme.example',
  'https://good.example\\@evil.example',
  'http://acme.example',
  'ftp://acme.example',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://acme.example:22',
  'https://acme.example/?x=1',
  'acme.example',
  'https://',
])('refuses %s', (url) => {
  expect(urlProblem(url, {})).not.toBeNull();
});

test('a private address and an odd port are taken where the operator means them', () => {
  expect(urlProblem('https://10.1.2.3', { allowPrivate: true })).toBeNull();
  expect(urlProblem('https://acme.example:8443', { allowPorts: [8443] })).toBeNull();
  expect(urlProblem('http://127.0.0.1:8081/servicenow', { allowPrivate: true })).toBeNull();
  expect(urlProblem('http://10.1.2.3', { allowPrivate: true })).toBe('expected https');
});

test('an ordinary address is taken', () => {
  expect(urlProblem('https://acme.service-now.com', {})).toBeNull();
  expect(urlProblem('https://8.8.8.8/x', {})).toBeNull();
});
