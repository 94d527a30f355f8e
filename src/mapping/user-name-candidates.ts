import { checkEntraLimits, USER_NAME_LOCAL } from '../scim/limits.js';
import { render, type Scope } from './render.js';
import type { UserNameRule } from './template.js';

const COUNTS = /\{\{-?\s*n\b/;
const LAST_NUMBER = 999;

/**
 * User names in the order they are to be tried, made as they are asked for. A pattern with
 * `{{ n }}` counts on from 2. What Entra would refuse is left out.
 */
export function userNameCandidates(
  rule: UserNameRule,
  scope: Scope,
  where: string,
  isOwnDomain: (domain: string) => boolean,
): Iterable<string> {
  // A rule that cannot be rendered is found now, not when the candidates are asked for.
  for (const one of [rule.domain, ...rule.unique]) render(one, { ...scope, n: '2' }, where);
  return {
    *[Symbol.iterator]() {
      const domain = render(rule.domain, scope, where);
      // A domain may come from a form; whose accounts those would be is not ours to say.
      if (!isOwnDomain(domain)) return;
      for (const local of locals(rule, scope, where)) {
        const userName = `${local}@${domain}`;
        if (checkEntraLimits({ userName }).length === 0) yield userName;
      }
    },
  };
}

function* locals(rule: UserNameRule, scope: Scope, where: string): Generator<string> {
  for (const pattern of rule.unique) {
    const plain = fit(render(pattern, { ...scope, n: '' }, where));
    // A name without any plain letter leaves nothing a number could be put behind.
    if (plain === '') continue;
    if (!COUNTS.test(pattern)) yield plain;
    else {
      for (let n = 2; n <= LAST_NUMBER; n += 1)
        yield fit(render(pattern, { ...scope, n: String(n) }, where));
    }
  }
}

/** No dots at the ends, and short enough, with the number at its end kept. */
function fit(local: string): string {
  const bare = local.replace(/^[.-]+|[.-]+$/g, '');
  if (bare.length <= USER_NAME_LOCAL) return bare;
  const number = /\d*$/.exec(bare)?.[0] ?? '';
  return bare.slice(0, USER_NAME_LOCAL - number.length).replace(/[.-]+$/, '') + number;
}
