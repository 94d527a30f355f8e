import { path, safeHref } from '../../src/console/href.js';

test.each([
  '/requests',
  '?kind=hire',
  '#main',
  'https://itsm.example.com/x',
  'http://127.0.0.1:9/x',
])('%s may be linked', (address) => expect(safeHref(address)).toBe(address));

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  '//evil.example',
  '/\\evil.example',
  'http://evil.example',
  'https://user:secret@itsm.example.com',
  'data:text/html,x',
  'evil.example',
])('%s may not', (address) => expect(safeHref(address)).toBeUndefined());

test('a path encodes what it is given and leaves empty values out', () => {
  expect(path(['t', 'a/b', '../x'], { q: 'a&b', kind: undefined })).toBe('/t/a%2Fb/..%2Fx?q=a%26b');
});
