import { isLoopback, isPrivate } from './private-address.js';

export interface UrlRules {
  allowPrivate?: boolean | undefined;
  allowPorts?: readonly number[] | undefined;
  anyPort?: boolean | undefined;
}

/**
 * Why an upstream's address may not be used, or null. The bridge calls these with credentials, so
 * an address that leads into its own network is refused unless the operator wants exactly that. The
 * host is looked at after parsing, where decimal, octal and fullwidth spellings have become plain.
 */
export function urlProblem(text: string, rules: UrlRules): string | null {
  if (!URL.canParse(text)) return 'expected an address such as https://example.com';
  const url = new URL(text);
  return formProblem(url, text) ?? placeProblem(url, rules);
}

function formProblem(url: URL, text: string): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'expected https';
  if (url.username || url.password || text.includes('@')) {
    return 'expected no user name or password in the address; use auth';
  }
  if (url.search || url.hash || /[?#]/.test(text)) return 'expected no query or fragment';
  return /[\\\s]/.test(text) ? 'expected no backslash or space' : null;
}

function placeProblem(url: URL, rules: UrlRules): string | null {
  if (isPrivate(url.hostname) && !rules.allowPrivate) {
    return 'leads into a private network; say allowPrivate: true if that is meant';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'expected https';
  if (url.port && !portAllowed(url, rules)) {
    return 'uses an unusual port; name it in allowPorts if that is meant';
  }
  return null;
}

/** A stand-in on this machine has whatever port was free. */
function portAllowed(url: URL, rules: UrlRules): boolean {
  if (rules.anyPort || (rules.allowPrivate && isLoopback(url.hostname))) return true;
  return rules.allowPorts?.includes(Number(url.port)) ?? false;
}
