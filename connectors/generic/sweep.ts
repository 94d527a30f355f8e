import {
  UnexpectedAnswerError,
  type Exchange,
  type Settings,
  type TicketRef,
} from '../../src/kit/index.js';
import { Check, isObject, type Problem } from './check.js';
import { pathOf } from './path.js';
import { ID } from './ticket.js';

const PAGE = 500;
const MOST_PAGES = 200;

/** `{ "data": [{ "id", "number", "item" }], "next": "<cursor>" }`, until there is no next. */
export function* sweep(
  since: number,
  catalogItems: readonly string[],
  settings: Settings,
): Exchange<TicketRef[]> {
  const path = pathOf(settings['sweepPath'], '');
  if (path === null || catalogItems.length === 0) return [];
  const found: TicketRef[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { since: new Date(since).toISOString(), ...(cursor ? { cursor } : {}) };
    const answer = yield { method: 'GET', path, query };
    if (answer.status === 404) throw new UnexpectedAnswerError('there is no list to sweep');
    const { refs, next } = readPage(answer.body, catalogItems);
    found.push(...refs);
    if (next === '') return found;
    cursor = next;
  }
  throw new UnexpectedAnswerError('the list of approved requests did not come to an end');
}

function readPage(body: unknown, items: readonly string[]): { refs: TicketRef[]; next: string } {
  const problems: Problem[] = [];
  const page = new Check(isObject(body) ? body : {}, '', problems);
  if (page.get('data') === undefined) page.note('data', 'required');
  const refs = page.objects('data', PAGE).flatMap((row) => {
    const ref = row.text('id', { pattern: ID });
    const number = row.text('number', { required: false, pattern: ID }) || ref;
    return items.includes(row.text('item')) ? { ref, number } : [];
  });
  const next = page.get('next') === null ? '' : page.text('next', { required: false, most: 2_000 });
  if (problems.length === 0) return { refs, next };
  const where = problems.map(({ pointer, code }) => `${pointer}: ${code}`).join(', ');
  throw new UnexpectedAnswerError(`the list is not as documented: ${where}`);
}
