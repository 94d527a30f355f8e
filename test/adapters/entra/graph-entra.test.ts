import { GraphEntra } from '../../../src/adapters/entra/graph-entra.js';
import { Graph } from '../../../src/adapters/entra/graph.js';
import type { Http } from '../../../src/ports/http.js';
import { FakeClock } from '../../support/fake-clock.js';
import { fakeRandom } from '../../support/fake-random.js';
import { testTarget } from '../../support/target.js';

const BASE = 'https://graph.example/v1.0';

/** A log that answers each `$top` asked for, or null for none, with a status. */
function logOf(statusOf: (top: string | null) => number) {
  const asked: (string | null)[] = [];
  const http: Http = {
    async send({ url }) {
      const top = new URL(url).searchParams.get('$top');
      asked.push(top);
      return { is: 'answer', status: statusOf(top), headers: {}, body: '{"value":[]}' };
    },
  };
  const graph = new Graph(http, async () => 'token', BASE);
  return { asked, entra: new GraphEntra(graph, testTarget, new FakeClock(), fakeRandom()) };
}

test('log pages are long, since only five may be read in ten seconds', async () => {
  const { asked, entra } = logOf(() => 200);
  expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'page' });
  expect(asked).toEqual(['500']);
});

test('where so long a page is refused, the log is read by pages of its own length from then on', async () => {
  const { asked, entra } = logOf((top) => (top === null ? 200 : 400));
  expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'page' });
  expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'page' });
  expect(asked).toEqual(['500', null, null]);
});

test('a log that refuses either way may take long pages the next time', async () => {
  const { asked, entra } = logOf(() => 400);
  expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'unavailable' });
  expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'unavailable' });
  expect(asked).toEqual(['500', null, '500', null]);
});
