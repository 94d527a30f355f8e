import request from 'supertest';
import { consoleApp } from './console-app.js';
import { seedTold } from './seed-console.js';

test('metrics tell late leavers, queue and writebacks from the store', async () => {
  const { app, store, clock } = await consoleApp();
  await seedTold(store, '1', 'RITM1', clock.now());
  const { text } = await request(app).get('/metrics').expect(200);
  expect(text).toContain('jml_late_leavers 1');
  expect(text).toContain('jml_changes{kind="termination",state="sent"} 1');
  expect(text).toContain('jml_uploads_24h{target="entra",state="staged"} 1');
  expect(text).toContain('jml_queue_people{target="entra",lane="hire"} 0');
  expect(text).toContain('jml_writebacks_waiting 1');
  expect(text).toContain('jml_writebacks_oldest_seconds 300');
  expect(text).toContain('jml_attention_open{cause="no-row-yet"} 1');
  expect(text).not.toContain('Nina');
});

test('a store that takes no writes is not ready, and the process still healthy', async () => {
  const { app, store, clock } = await consoleApp();
  await request(app).get('/readyz').expect(200);
  await store.close();
  clock.advance(2_000);
  await request(app)
    .get('/readyz')
    .expect(503)
    .expect('content-type', /problem\+json/);
  await request(app).get('/healthz').expect(200);
});
