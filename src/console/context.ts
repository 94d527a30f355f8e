import type { Request } from 'express';
import type { Assets } from './assets.js';
import type { ConsoleDeps } from './deps.js';
import type { Shell } from './parts/shell.js';
import { topBarCounts } from './queries/top-bar.js';

/** What handlers share. */
export interface Context extends ConsoleDeps {
  assets: Assets;
  hasSession(request: Request): boolean;
}

export async function shellOf(
  context: Context,
  request: Request,
  title: string,
  section: string,
): Promise<Omit<Shell, 'revision'>> {
  const counts = await topBarCounts(context.store.read, context.clock.now());
  return {
    ...bareShell(context, title),
    section,
    counts,
    plain: false,
    signedIn: context.hasSession(request),
  };
}

/** Nothing of the ledger: for people who are not signed in, and when the store cannot answer. */
export function bareShell(
  context: Context,
  title: string,
): Omit<Shell, 'revision'> & { counts: null } {
  return {
    title,
    section: '',
    environment: context.environment,
    counts: null,
    now: context.clock.now(),
    asset: (name) => context.assets.url(name),
    plain: true,
  };
}
