import request from 'supertest';
import { path } from '../../src/console/href.js';
import { consoleApp } from './console-app.js';
import { skeleton } from './markup.js';
import { seedTold } from './seed-console.js';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="javascript:alert(1)">x</a>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '<b hx-post=/requests hx-trigger=load>x</b>',
  '<base href=//evil.example>',
  '<form action=//evil.example><input name=q>',
  '</title></style><svg onload=alert(1)>',
  '<!--',
];

const PAGES = (number: string): Record<string, string> => ({
  requests: '/requests',
  timeline: '/requests/t-1',
  evidence: '/requests/t-1/evidence',
  data: '/requests/t-1/data',
  attempts: '/requests/t-1/attempts',
  writeback: '/requests/t-1/writeback',
  writebacks: '/writebacks',
  attention: '/attention',
  deliveries: '/deliveries',
  ticket: path(['t', 'itsm', number]),
  'unknown ticket': path(['t', 'nowhere', number]),
  search: path(['requests'], { q: number }),
  help: '/help',
});

async function pagesWith(text: string): Promise<Map<string, string>> {
  const { app, store, clock } = await consoleApp();
  await seedTold(store, '1', text, clock.now());
  const pages = new Map<string, string>();
  for (const [name, address] of Object.entries(PAGES(text))) {
    pages.set(name, (await request(app).get(address)).text);
  }
  await store.close();
  return pages;
}

let plain: Map<string, string>;
beforeAll(async () => {
  plain = await pagesWith('Nina Park');
});

test.each(HOSTILE)('shows %s as text on every page', async (text) => {
  for (const [name, html] of await pagesWith(text)) {
    const found = skeleton(html);
    expect({ name, stray: found.stray }).toEqual({ name, stray: '' });
    const expected = skeleton(plain.get(name) ?? '').tags;
    expect({ name, tags: inside(found.tags) }).toEqual({ name, tags: inside(expected) });
    for (const address of found.addresses) {
      expect(address).toMatch(/^(\/(?![/\\])|[?#]|https:\/\/itsm\.example\.com\/)/);
    }
  }
});

/** Without the link to the ticket system, which an address that is none makes go away. */
function inside(tags: string[]): string[] {
  return tags.filter((tag, at) => ![tag, tags[at - 1]].includes('a href rel target'));
}

test('every page of a told request has its text', () => {
  for (const [name, html] of plain) {
    if (name === 'help') continue;
    expect(`${name}: ${html.includes('Nina Park')}`).toBe(`${name}: true`);
  }
});
