import { AxeBuilder } from '@axe-core/playwright';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Store } from '../../src/ports/store.js';
import { consoleApp } from '../console/console-app.js';
import { seedTold } from '../console/seed-console.js';
import { describeInBrowser, launch } from './chromium.js';

const PAGES = [
  '/requests',
  '/requests?kind=hire&state=queued',
  '/requests/t-1',
  '/requests/t-1/evidence',
  '/requests/t-1/data',
  '/requests/t-1/attempts',
  '/requests/t-1/writeback',
  '/writebacks',
  '/attention',
  '/deliveries',
  '/deliveries?all=yes&connection=nowhere',
  '/t/itsm/RITM0010042',
  '/t/itsm/unknown',
  '/help',
];
const NARROW = { width: 320, height: 700 };

describeInBrowser('the console in a browser', () => {
  let browser: Browser;
  let server: Server;
  let store: Store;
  let origin: string;

  beforeAll(async () => {
    const made = await consoleApp();
    store = made.store;
    await seedTold(store, '1', 'RITM0010042', made.clock.now());
    server = await new Promise<Server>((resolve) => {
      const listening: Server = made.app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  });

  async function withPage(options: BrowserContextOptions, work: (page: Page) => Promise<void>) {
    const context = await browser.newContext(options);
    try {
      await work(await context.newPage());
    } finally {
      await context.close();
    }
  }

  test.each(['light', 'dark'] as const)(
    'has no accessibility findings in %s, wide and narrow',
    async (colorScheme) => {
      await withPage({ colorScheme }, async (page) => {
        for (const viewport of [{ width: 1280, height: 800 }, NARROW]) {
          await page.setViewportSize(viewport);
          for (const address of PAGES) {
            await page.goto(origin + address);
            const { violations } = await new AxeBuilder({ page })
              .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
              .analyze();
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
            expect({ address, found }).toEqual({ address, found: [] });
          }
        }
      });
    },
    120_000,
  );

  test('breaks no policy and needs no sideways scrolling at 320 px', async () => {
    await withPage({ viewport: NARROW }, async (page) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        // A page that is not found says so in the console, too.
        if (message.type() === 'error' && !message.text().includes('404'))
          complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      for (const address of PAGES) {
        await page.goto(origin + address);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ address, overflow }).toEqual({ address, overflow: 0 });
      }
      expect(complaints).toEqual([]);
    });
  }, 60_000);

  test('filters and opens a request without script', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/requests`);
      await page.selectOption('select[name=kind]', 'termination');
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('link', { name: 'RITM0010042' }).click();
      expect(await page.title()).toContain('RITM0010042');
    });
  }, 60_000);

  test('searches from the keyboard', async () => {
    await withPage({}, async (page) => {
      await page.goto(`${origin}/attention`);
      await page.keyboard.press('/');
      await page.keyboard.type('ritm0010042');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/requests\?q=ritm0010042$/);
      expect(await page.getByRole('row').count()).toBe(2);
    });
  }, 60_000);
});
