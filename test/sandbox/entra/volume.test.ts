import { bulk, person } from './records.js';
import { GRAPH, JOB_PATH, request, Rig } from './sandbox.js';

test('takes 100 calls of 50 people at the pace it allows, and processes all of them', () => {
  const rig = new Rig();
  const headers = {
    ...{ authorization: `Bearer ${rig.token()}`, 'content-type': 'application/scim+json' },
  };
  for (let call = 0; call < 100; call++) {
    rig.clock.advance(125);
    const people = Array.from({ length: 50 }, (_, at) => person(`V${call * 50 + at}`));
    const body = JSON.stringify(bulk(people));
    const answer = rig.entra.graph(request('POST', `${JOB_PATH}/bulkUpload`, body, headers), GRAPH);
    expect(answer.status).toBe(202);
  }
  rig.catchUp();
  expect(rig.history('processed')).toHaveLength(5000);
});
