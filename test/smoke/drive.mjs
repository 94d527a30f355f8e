// One hire from the request to the note on the ticket, through a running bridge and its sandbox.
// Usage: node test/smoke/drive.mjs <sandbox address>; ends with 1 and a sentence if it goes wrong.

const [sandbox = 'http://127.0.0.1:8081', patience = '120'] = process.argv.slice(2);
const deadline = Date.now() + Number(patience) * 1000;
const employee = `S${String(Date.now()).slice(-8)}`;

const admin = `Basic ${Buffer.from('admin:sandbox').toString('base64')}`;
const asAdmin = { authorization: admin, accept: 'application/json' };

const serviceNow = async (method, path, body) => {
  const headers = { ...asAdmin, 'content-type': 'application/json' };
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  return (await call(`/servicenow/api${path}`, { method, headers, ...payload })).result;
};

const rows = (table, query) =>
  serviceNow(
    'GET',
    `/now/table/${table}?${new URLSearchParams({
      sysparm_query: query,
      sysparm_exclude_reference_link: 'true',
    })}`,
  );

async function call(path, options) {
  const answer = await fetch(sandbox + path, { ...options, signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${options.method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

async function until(what, look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`gave up after ${patience} s waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function orderHire() {
  const items = await serviceNow('GET', '/sn_sc/servicecatalog/items');
  const hire = items.find(({ name }) => name === 'New hire');
  if (!hire) throw new Error('the catalog has no item New hire');
  const [manager] = await rows('sys_user', 'user_name=juergen.mueller');
  const [site] = await rows('cmn_location', 'name=Berlin');
  const request = await serviceNow('POST', `/sn_sc/servicecatalog/items/${hire.sys_id}/order_now`, {
    sysparm_quantity: '1',
    variables: {
      ...{ first_name: 'Sam', last_name: `Smoke${employee}`, employee_number: employee },
      // Berlin is never behind UTC, so this day has begun there.
      start_date: new Date().toISOString().slice(0, 10),
      ...{ employee_type: 'Employee', job_title: 'Engineer', department: 'Engineering' },
      ...{ manager: manager.sys_id, location: site.sys_id },
    },
  });
  return until('the requested item', async () => {
    return (await rows('sc_req_item', `request=${request.sys_id}`))[0];
  });
}

async function approve(item) {
  const [approval] = await rows('sysapproval_approver', `sysapproval=${item.sys_id}`);
  const path = `/now/table/sysapproval_approver/${approval.sys_id}`;
  await serviceNow('PATCH', path, { state: 'approved' });
}

async function notesOn(item) {
  const notes = await rows('sys_journal_field', `element_id=${item.sys_id}^name=sc_req_item`);
  return notes.map(({ value }) => value);
}

async function userInEntra() {
  const tenant = '11111111-2222-3333-4444-555555555555';
  const form = {
    ...{ grant_type: 'client_credentials', client_secret: 'sandbox' },
    client_id: '00000000-0000-4000-8000-000000000001',
    scope: 'https://graph.microsoft.com/.default',
  };
  const body = new URLSearchParams(form);
  const token = await call(`/entra/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  const query = new URLSearchParams({
    $filter: `employeeId eq '${employee}'`,
    $select: 'id,displayName,userPrincipalName,accountEnabled,employeeId',
  });
  const headers = { authorization: `Bearer ${token.access_token}` };
  const { value } = await call(`/graph/v1.0/users?${query}`, { method: 'GET', headers });
  return value[0];
}

try {
  const item = await orderHire();
  console.log(`${item.number}: requested for employee ${employee}`);
  if (await userInEntra()) throw new Error('the account exists before anybody approved');
  await approve(item);
  console.log(`${item.number}: approved`);
  let seen = 0;
  await until('a note that the account is enabled', async () => {
    const notes = await notesOn(item);
    for (const note of notes.slice(seen)) console.log(`${item.number}: note: ${note}`);
    seen = notes.length;
    return notes.some((note) => /\bis enabled\b/.test(note));
  });
  const user = await until('the account in the directory', userInEntra);
  if (user.accountEnabled !== true)
    throw new Error('the note says enabled, the directory does not');
  console.log(`${item.number}: ${user.userPrincipalName} is enabled in the directory`);
} catch (error) {
  console.error(`smoke failed: ${error.message}`);
  process.exitCode = 1;
}
