import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { missingVariables } from '../catalog/missing-variables.js';
import { placeOrder } from '../catalog/order.js';
import {
  CATALOG,
  type CatalogItem,
  catalogItem,
  ORDER_GUIDES,
  type Question,
} from '../catalog/questions.js';
import { editVariables } from '../catalog/variables.js';
import { textOf } from '../input.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { bodyOf } from './body.js';
import type { Call } from './context.js';
import { failure, noRecord } from './failure.js';

const BASE = /^\/api\/sn_sc\/(?:v1\/)?servicecatalog\/(.+)$/;

/** itsm-platforms 2.6; `undefined` for a path that is not the Service Catalog's. */
export function catalogApi(call: Call): SandboxResponse | undefined {
  const rest = BASE.exec(call.request.path)?.[1];
  if (rest === undefined) return undefined;
  const [kind, id = '', action] = rest.split('/');
  const route = `${call.method} ${kind}${id ? '/*' : ''}${action ? `/${action}` : ''}`;
  if (route === 'GET items') return listItems();
  if (route === 'GET items/*') return readItem(id);
  if (route === 'POST items/*/order_now') return orderNow(call, id);
  if (route === 'POST variables/*/display_value') return displayValue(call, id);
  if (kind === 'variables' && id === 'sc_req_item' && call.method === 'PUT') {
    return putVariables(call, action ?? '');
  }
  return failure(404, 'Requested URI does not represent any resource', call.request.path);
}

const summary = (item: CatalogItem): Record<string, unknown> => ({
  ...{ sys_id: item.sysId, name: item.name, short_description: item.description },
  ...{ type: 'item', sys_class_name: 'sc_cat_item', order: 0, price: '', turn_on_wishlist: false },
});

function listItems(): SandboxResponse {
  return json(200, { result: CATALOG.filter(({ standalone }) => standalone).map(summary) });
}

function readItem(id: string): SandboxResponse {
  const item = catalogItem(id);
  if (!item) return noRecord();
  return json(200, { result: { ...summary(item), variables: item.questions.map(variable) } });
}

const variable = (question: Question): Record<string, unknown> => ({
  ...{
    id: question.sysId,
    name: question.name,
    label: question.text,
    mandatory: question.mandatory,
  },
  ...{ type: Number(question.type), reference: question.reference, active: true, read_only: false },
  ...{ value: '', displayvalue: '' },
  choices: question.choices.map((value, index) => ({ value, label: value, index })),
});

/** R17: the answer names the request, not its items. */
function orderNow(call: Call, id: string): SandboxResponse {
  const single = catalogItem(id);
  const items = ORDER_GUIDES[id] ?? (single ? [single] : []);
  if (items.length === 0) return noRecord();
  const body = bodyOf(call.request, call.platform.settings.lenientJson);
  if (!body)
    return failure(400, 'Exception while reading request', 'The payload is not valid JSON');
  const variables = variablesIn(body['variables']);
  const missing = items.flatMap((item) => missingVariables(item, variables));
  if (missing.length > 0) {
    return failure(400, 'Mandatory Variables are required', `Missing: ${missing.join(', ')}`);
  }
  const order = {
    ...{ items, variables, quantity: textOf(body['sysparm_quantity'] ?? '1') },
    requestedFor: textOf(body['sysparm_requested_for']) || call.by.sysId,
  };
  const { request } = placeOrder(call.platform, order, call.by);
  const [sys_id, number] = [sysIdOf(request), valueOf(request, 'number')];
  const result = { sys_id, number, request_number: number, request_id: sys_id };
  return json(200, {
    result: { ...result, parent_id: null, parent_table: 'task', table: 'sc_request' },
  });
}

function variablesIn(raw: unknown): Row {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, textOf(value)]));
}

/** A flat body of names and values; the null it answers proves nothing (itsm-platforms 2.6). */
function putVariables(call: Call, itemId: string): SandboxResponse {
  if (!call.platform.db.table('sc_req_item').get(itemId)) return noRecord();
  const body = bodyOf(call.request, call.platform.settings.lenientJson);
  if (!body)
    return failure(400, 'Exception while reading request', 'The payload is not valid JSON');
  editVariables(call.platform, itemId, variablesIn(body['variables'] ?? body), call.by);
  return json(200, { result: null });
}

function displayValue(call: Call, questionId: string): SandboxResponse {
  const { db } = call.platform;
  const question = db.table('item_option_new').get(questionId);
  if (!question) return noRecord();
  const value = textOf(bodyOf(call.request, true)?.['sysparm_value']);
  const table = valueOf(question, 'reference');
  const target = db.follow({ type: 'reference', table }, value);
  return json(200, { result: target ? db.displayOf(target.table, target.row) : value });
}
