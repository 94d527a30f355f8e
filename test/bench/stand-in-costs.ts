import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { bulk, person } from '../sandbox/entra/records.js';
import { GRAPH, JOB_PATH, request, Rig } from '../sandbox/entra/sandbox.js';
import { Bench, HIRE } from '../sandbox/servicenow/instance.js';
import { countProcessorMs } from '../support/processor-ms.js';

interface LogPage {
  value: { sourceIdentity: { id: string } }[];
  '@odata.nextLink'?: string;
}

/** What a stand-in does for one record, in milliseconds of processor time. */
export type Costs = Record<string, number>;

const ORDER = `/api/sn_sc/servicecatalog/items/${CATALOG_ITEMS.newHire}/order_now`;
const AT_ONCE = 50;
const CALL_EVERY_MS = 125;

/** So many orders at an empty stand-in for ServiceNow, and each looked up among them. */
export function serviceNowCosts(records: number): Costs {
  const bench = new Bench();
  const ordering = costOf(records, () => {
    for (let n = 0; n < records; n++) bench.call('POST', ORDER, { body: { variables: HIRE } });
  });
  const items = bench.rows('sc_req_item', '', '&sysparm_limit=10000').map((row) => row['sys_id']!);
  demand(items.length, records);
  const lookingUp = costOf(records, () => {
    for (const id of items)
      demand(bench.rows('sysapproval_approver', `sysapproval=${id}`).length, 1);
  });
  return { 'ServiceNow: an order': ordering, 'ServiceNow: its approval looked up': lookingUp };
}

/** So many people uploaded to an empty stand-in for Entra, fifty a call, processed and read back. */
export function entraCosts(records: number): Costs {
  const rig = new Rig();
  const uploading = costOf(records, () => {
    for (let from = 0; from < records; from += AT_ONCE) upload(rig, from, records);
  });
  const processing = costOf(records, () => rig.catchUp());
  demand(rig.history('processed').length, records);
  const reading = costOf(records, () => demand(peopleInLog(rig), records));
  return {
    'Entra: a person uploaded': uploading,
    'Entra: a person processed': processing,
    'Entra: a person read in the log': reading,
  };
}

function upload(rig: Rig, from: number, records: number): void {
  rig.clock.advance(CALL_EVERY_MS);
  const size = Math.min(AT_ONCE, records - from);
  const people = Array.from({ length: size }, (_, at) => person(`V${from + at}`));
  const type = { 'content-type': 'application/scim+json' };
  const answer = rig.graph('POST', `${JOB_PATH}/bulkUpload`, JSON.stringify(bulk(people)), type);
  demand(answer.status, 202);
}

/** How many people the log tells of, read page by page. */
function peopleInLog(rig: Rig): number {
  const headers = { authorization: `Bearer ${rig.token()}` };
  let next: string | undefined = '/v1.0/auditLogs/provisioning?$top=1000';
  const people = new Set<string>();
  while (next !== undefined) {
    rig.clock.advance(11_000);
    const answer = rig.entra.graph(request('GET', next, '', headers), GRAPH);
    demand(answer.status, 200);
    const page = JSON.parse(answer.body) as LogPage;
    for (const { sourceIdentity } of page.value) people.add(sourceIdentity.id);
    next = page['@odata.nextLink']?.replace(GRAPH, '');
  }
  return people.size;
}

function costOf(records: number, work: () => void): number {
  const spentMs = countProcessorMs();
  work();
  return spentMs() / records;
}

/** A cost counts only where the work was done. */
function demand(got: number, expected: number): void {
  if (got !== expected) throw new Error(`expected ${expected}, got ${got}`);
}
