import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Access } from '../../src/console/index.js';
import type { Reason } from '../../src/domain/reason.js';
import { DELIVERY_REFUSED, refuseDelivery } from '../../src/ledger/refusal.js';
import type { Store } from '../../src/ports/store.js';
import { consoleApp } from '../console/console-app.js';
import { seedTold } from '../console/seed-console.js';
import { equip, findings } from './accessibility.js';
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
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 700 };
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What another width can break; the rest of the rules look at the markup, which is the same. */
const OF_THE_LAYOUT = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

describeInBrowser('the console in a browser', () => {
  let browser: Browser;
  let server: Server;
  let store: Store;
  let origin: string;

  beforeAll(async () => {
    const made = await consoleApp();
    store = made.store;
    await seedTold(store, '1', 'RITM0010042', made.clock.now());
    server = await listen(made.app);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
    await close(server);
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

  test('has no accessibility findings in light and dark, wide and narrow', async () => {
    // A colour on its way from light to dark would be judged half-way.
    await withPage({ reducedMotion: 'reduce' }, async (page) => {
      for (const address of PAGES) {
        await page.setViewportSize(WIDE);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(origin + address);
        await equip(page);
        const wideLight = await findings(page, STANDARDS);
        await page.emulateMedia({ colorScheme: 'dark' });
        const wideDark = await findings(page, ['color-contrast']);
        await page.setViewportSize(NARROW);
        const narrowDark = await findings(page, OF_THE_LAYOUT);
        await page.emulateMedia({ colorScheme: 'light' });
        const narrowLight = await findings(page, ['color-contrast']);
        const found = [wideLight, wideDark, narrowDark, narrowLight].flat();
        expect({ address, found }).toEqual({ address, found: [] });
      }
    });
  });

  test.each([
    ['color-contrast', 'p { color: #999; background: #fff }'],
    ['target-size', 'a { display: inline-block; width: 8px; height: 8px; overflow: hidden }'],
  ])(
    'would be told of a fault in %s',
    async (rule, style) => {
      await withPage({ viewport: NARROW }, async (page) => {
        await page.setContent(
          `<style>${style}</style><p>text</p><a href="#a">one</a><a href="#b">two</a>`,
        );
        await equip(page);
        const found = await findings(page, OF_THE_LAYOUT);
        expect(found.map((finding) => finding.split(':')[0])).toContain(rule);
      });
    },
    60_000,
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
  });

  test('filters and opens a request without script', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/requests`);
      await page.selectOption('select[name=kind]', 'termination');
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('link', { name: 'RITM0010042' }).click();
      expect(await page.title()).toContain('RITM0010042');
    });
  });

  test('searches from the keyboard', async () => {
    await withPage({}, async (page) => {
      await page.goto(`${origin}/attention`);
      await page.keyboard.press('/');
      await page.keyboard.type('ritm0010042');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/requests\?q=ritm0010042$/);
      expect(await page.getByRole('row').count()).toBe(2);
    });
  });

  test('tells of a change that no known cell of a list shows', async () => {
    await withPage({}, async (page) => {
      await page.clock.install();
      await page.goto(`${origin}/requests`);
      await store.write((tx) =>
        tx.updateTable('person').set({ display_name: 'Changed' }).execute(),
      );
      await page.clock.runFor(11_000);
      await page.waitForSelector('.news.shown', { timeout: 5_000 });
      expect(await page.textContent('[data-news-text]')).toBe('This page changed.');
    });
  });

  test('says so while the bridge cannot be reached, and when it can be again', async () => {
    await withPage({}, async (page) => {
      await page.clock.install();
      await page.goto(`${origin}/requests`);
      await page.route('**/requests?*', (route) => route.abort());
      await page.clock.runFor(11_000);
      await page.waitForSelector('.news.shown', { timeout: 5_000 });
      expect(await page.textContent('[data-news-text]')).toMatch(/cannot be reached/);
      await page.unroute('**/requests?*');
      await page.clock.runFor(11_000);
      await page.waitForSelector('.news:not(.shown)', { state: 'attached', timeout: 5_000 });
      expect(await page.textContent('[data-news-text]')).toBe('');
    });
  });

  test('says so when the session has ended', async () => {
    await withPage({}, async (page) => {
      await page.clock.install();
      await page.goto(`${origin}/requests`);
      await page.route('**/requests?*', (route) => route.fulfill({ status: 401 }));
      await page.clock.runFor(11_000);
      await page.waitForSelector('.news.shown', { timeout: 5_000 });
      expect(await page.textContent('[data-news-text]')).toMatch(/not signed in any more/);
    });
  });

  test('renews the count of late leavers, whatever the list shows', async () => {
    await withPage({}, async (page) => {
      await page.clock.install();
      await page.goto(`${origin}/requests?kind=hire`);
      expect(await page.textContent('.late b')).toBe('1');
      await store.write((tx) => tx.updateTable('change').set({ state: 'applied' }).execute());
      await page.clock.runFor(11_000);
      await page.waitForSelector('.late.good', { timeout: 5_000 });
      expect(await page.textContent('.late b')).toBe('0');
    });
  });

  test('takes a command from a page that was reached without TLS and under a name', async () => {
    const named = await launch(['--host-resolver-rules=MAP bridge.test 127.0.0.1']);
    const made = await consoleApp(signedInAsAnybody);
    const other = await listen(made.app);
    try {
      await seedTold(made.store, '1', 'RITM0010042', made.clock.now());
      await openRefusal(made.store);
      const page = await named.newPage();
      const at = `http://bridge.test:${(other.address() as AddressInfo).port}`;
      await page.goto(`${at}/sign-in?code=any`);
      await page.goto(`${at}/attention`);
      await page.getByRole('button', { name: 'Dealt with' }).click();
      await page.waitForLoadState();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Attention');
      expect(await page.getByRole('button', { name: 'Dealt with' }).count()).toBe(0);
    } finally {
      await named.close();
      await close(other);
      await made.store.close();
    }
  });
});

function listen(app: Express): Promise<Server> {
  return new Promise((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

const signedInAsAnybody: Access = {
  kind: 'loopback',
  signIn: { issue: () => '', redeem: () => 'session', isOpen: () => true, end: () => undefined },
};

/** A refused message that a person may say is dealt with. */
function openRefusal(store: Store): Promise<void> {
  const reason: Reason = {
    code: DELIVERY_REFUSED,
    what: 'Refused.',
    next: '',
    owner: 'operations',
  };
  const ticket = { ref: 'r', number: 'RITM7' };
  return store.write((tx) =>
    refuseDelivery(tx, { connection: 'itsm', ticket, reason, now: 0, id: 't-refused' }),
  );
}
