import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

// Set where Chromium lies elsewhere.
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const hasChromium = existsSync(EXECUTABLE);
if (!hasChromium) {
  process.stderr.write(`Browser tests are skipped: no Chromium at ${EXECUTABLE} (set CHROMIUM).\n`);
}

/** `describe`, skipped by name where there is no browser. */
export const describeInBrowser = hasChromium ? describe : describe.skip;

export function launch(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', ...args] });
}
