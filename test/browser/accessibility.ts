import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Puts what looks for findings into the page as it stands; it goes with the next page. */
export async function equip(page: Page): Promise<void> {
  await page.evaluate(axe.source);
}

/** What axe finds by these rules or tags, in a page that was equipped. No page has frames. */
export async function findings(page: Page, runOnly: string[]): Promise<string[]> {
  const options: RunOptions = { runOnly, resultTypes: ['violations'] };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
