import type { Clock } from '../ports/clock.js';
import type { Random } from '../ports/random.js';

/**
 * Who may open the console. `open-on-loopback`: whoever sits at this machine. `loopback`: whoever
 * holds a sign-in link that the start of the bridge printed.
 */
export type Access =
  { kind: 'open-on-loopback'; signIn?: SignIn } | { kind: 'loopback'; signIn: SignIn };

/** One-time codes and the sessions they were turned into; both are gone when the process ends. */
export interface SignIn {
  /** A new code for one sign-in; it goes into `/sign-in?code=`. */
  issue(): string;
  /** Turns a code into a session's secret; undefined where the code is unknown, used or too old. */
  redeem(code: string): string | undefined;
  isOpen(session: string): boolean;
  end(session: string): void;
}

export const SESSION_MS = 12 * 3_600_000;
const CODE_MS = 24 * 3_600_000;

export function createSignIn(deps: { clock: Clock; random: Random }): SignIn {
  const codes = new Map<string, number>();
  const sessions = new Map<string, number>();
  const { clock } = deps;
  // Two UUIDs, because one alone has 122 random bits and 128 are asked for (ASVS 7.2.3).
  const secret = () => (deps.random.uuid() + deps.random.uuid()).replaceAll('-', '');
  return {
    issue() {
      const code = secret();
      codes.set(code, clock.now() + CODE_MS);
      return code;
    },
    redeem(code) {
      const until = codes.get(code);
      codes.delete(code);
      if (until === undefined || until <= clock.now()) return undefined;
      forgetExpired(sessions, clock.now());
      const session = secret();
      sessions.set(session, clock.now() + SESSION_MS);
      return session;
    },
    isOpen: (session) => (sessions.get(session) ?? 0) > clock.now(),
    end: (session) => void sessions.delete(session),
  };
}

function forgetExpired(sessions: Map<string, number>, now: number): void {
  for (const [session, until] of sessions) if (until <= now) sessions.delete(session);
}
