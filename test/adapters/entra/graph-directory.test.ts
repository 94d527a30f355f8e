import { GraphDirectory } from '../../../src/adapters/entra/graph-directory.js';
import { Graph } from '../../../src/adapters/entra/graph.js';
import type { Http } from '../../../src/ports/http.js';
import { fakeRandom } from '../../support/fake-random.js';

const BASE = 'https://graph.example/v1.0';

/** A directory whose pages are answered from a list; the last one again and again. */
function directoryOf(...pages: object[]) {
  const asked: string[] = [];
  const http: Http = {
    async send({ url }) {
      const page = pages[Math.min(asked.length, pages.length - 1)];
      asked.push(url);
      return { is: 'answer', status: 200, headers: {}, body: JSON.stringify(page) };
    },
  };
  const graph = new Graph(http, async () => 'token', BASE);
  return { asked, directory: new GraphDirectory(graph, {}, fakeRandom()) };
}

const user = (employeeId: string) => ({
  employeeId,
  userPrincipalName: `${employeeId}@example.com`,
});
const next = { '@odata.nextLink': `${BASE}/users?$skiptoken=x` };

test('people on every page are found, and things that are no people are left out', async () => {
  const { directory } = directoryOf(
    { value: [user('E1'), null, 'x'], ...next },
    { value: [user('E2')] },
  );
  const answer = await directory.findByExternalId(['E1', 'E2']);
  if (answer.is !== 'found') throw new Error('not found');
  expect([...answer.users].map(([id, records]) => [id, records.length])).toEqual([
    ['E1', 1],
    ['E2', 1],
  ]);
});

test('somebody whose id is spelled otherwise is found, as spelled: Graph compares without case', async () => {
  const { directory } = directoryOf({ value: [user('e1')] });
  const answer = await directory.findByExternalId(['E1', 'E2']);
  if (answer.is !== 'found') throw new Error('not found');
  expect(answer.users.get('E1')).toMatchObject([{ externalId: 'e1' }]);
  expect(answer.users.get('E2')).toEqual([]);
});

test('a list that does not come to an end is no answer', async () => {
  const { asked, directory } = directoryOf({ value: [user('E1')], ...next });
  expect(await directory.findByExternalId(['E1'])).toMatchObject({ is: 'unavailable' });
  expect(await directory.userNamesTaken(['e1@example.com'])).toMatchObject({ is: 'unavailable' });
  expect(asked.length).toBeLessThanOrEqual(40);
});
