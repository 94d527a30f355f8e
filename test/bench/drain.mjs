// Five thousand approved hires become due at one instant: how long does the whole of them take to
// reach the stand-in, against what 40 calls in any 5 s allow? A ratio within one run, with counts.
// Usage: npm run bench -- [people]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { sandboxConfig } from '../../dist/src/config/index.js';
import { start } from '../../dist/src/start.js';

const people = Number(process.argv[2] ?? 5000);
const dataDir = mkdtempSync(join(tmpdir(), 'jml-bench-'));
const port = 18080;
const sandboxPort = 18081;
const running = await start(sandboxConfig({ port, sandboxPort, dataDir, logLevel: 'error' }));
const base = `http://127.0.0.1:${sandboxPort}`;
const headers = {
  authorization: `Basic ${Buffer.from('admin:sandbox').toString('base64')}`,
  'content-type': 'application/json',
  accept: 'application/json',
};

async function call(method, path, body) {
  const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).result;
}

async function order(number) {
  const variables = {
    first_name: 'Bench',
    last_name: `Person${number}`,
    employee_number: `B${number}`,
    start_date: startDate,
    employee_type: 'Employee',
    job_title: 'Tester',
    department: 'IT',
    cost_center: '1',
    company: 'Sandbox',
    manager: manager.sys_id,
    location: location.sys_id,
  };
  const made = await call(
    'POST',
    `/servicenow/api/sn_sc/servicecatalog/items/${item.sys_id}/order_now`,
    {
      sysparm_quantity: '1',
      variables,
    },
  );
  const [ritm] = await call(
    'GET',
    `/servicenow/api/now/table/sc_req_item?sysparm_query=request=${made.sys_id}&sysparm_fields=sys_id`,
  );
  const [approval] = await call(
    'GET',
    `/servicenow/api/now/table/sysapproval_approver?sysparm_query=sysapproval=${ritm.sys_id}&sysparm_fields=sys_id`,
  );
  await call('PATCH', `/servicenow/api/now/table/sysapproval_approver/${approval.sys_id}`, {
    state: 'approved',
  });
}

async function metric(name) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function uploads() {
  const text = await (await fetch(`${base}/sandbox/history`)).text();
  return text
    .split('\n')
    .filter((line) => line.includes('"bulkUpload"'))
    .map((line) => JSON.parse(line))
    .filter((event) => event.op === 'bulkUpload');
}

const day = 86_400_000;
const startDate = new Date(Date.now() + 40 * day).toISOString().slice(0, 10);
const items = await call('GET', '/servicenow/api/sn_sc/servicecatalog/items');
const item = items.find((one) => one.name === 'New hire');
const [manager] = await call(
  'GET',
  '/servicenow/api/now/table/sys_user?sysparm_query=employee_numberISNOTEMPTY&sysparm_limit=1',
);
const [location] = await call('GET', '/servicenow/api/now/table/cmn_location?sysparm_limit=1');

const orderedAt = performance.now();
for (let at = 0; at < people; at += 20) {
  await Promise.all(Array.from({ length: Math.min(20, people - at) }, (_, n) => order(at + n)));
}
console.log(`ordered and approved ${people} in ${seconds(orderedAt)} s`);
while ((await metric('jml_changes{')) < people * 2) await wait(500);
console.log(`all mapped after ${seconds(orderedAt)} s`);

await call('GET', '/servicenow/api/now/table/sys_user?sysparm_limit=1');
const dueAt = Date.now() + 27 * day;
await fetch(`${base}/sandbox/clock`, {
  method: 'POST',
  headers,
  body: JSON.stringify({ advanceMs: 27 * day }),
});
let calls = [];
while (calls.reduce((sum, one) => sum + (one.records?.length ?? 0), 0) < people) {
  await wait(1000);
  calls = await uploads();
}
const first = calls[0].at;
const last = calls.at(-1).at;
const accepted = calls.filter((one) => one.status === 202);
const ideal = (Math.ceil(people / 50) / 40) * 5;
console.log(
  JSON.stringify({
    people,
    calls: calls.length,
    refused429: calls.filter((one) => one.status === 429).length,
    recordsPerCall: +(people / accepted.length).toFixed(1),
    firstCallAfterDueSeconds: +((first - dueAt) / 1000).toFixed(1),
    drainSeconds: +((last - first) / 1000).toFixed(2),
    windowSeconds: ideal,
    drainRatio: +((last - first) / 1000 / ideal).toFixed(3),
    rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  }),
);
await running.stop();
rmSync(dataDir, { recursive: true });
process.exit(0);

function seconds(from) {
  return ((performance.now() - from) / 1000).toFixed(1);
}
