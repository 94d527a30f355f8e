import type { SandboxPerson, SandboxSite } from '../../people.js';
import { stableSysId } from '../../stable-id.js';
import * as fixed from '../constants.js';
import type { Platform } from '../platform.js';
import { SYSTEM } from '../platform.js';
import type { Row } from '../row.js';
import { TABLES } from '../schema/tables.js';
import { insertRow } from '../writes.js';
import { CATALOG, type CatalogItem, type Question } from './questions.js';

/** Date formats people of a country have chosen; ISO for everybody else. */
const DATE_FORMATS: Record<string, string> = {
  US: 'MM/dd/yyyy',
  GB: 'dd/MM/yyyy',
  PT: 'dd/MM/yyyy',
  AU: 'dd/MM/yyyy',
  DE: 'dd.MM.yyyy',
};

/** The default domain of the Entra stand-in. */
const MAIL_DOMAIN = 'sandbox.example';

/** Fills an empty instance; a second start finds everything there and adds nothing. */
export function seed(
  platform: Platform,
  people: readonly SandboxPerson[],
  sites: readonly SandboxSite[],
): void {
  const put = (table: string, row: Row): void => {
    if (platform.db.table(table).get(row['sys_id'] ?? '')) return;
    insertRow(platform, table, row, SYSTEM);
  };
  for (const site of sites) put('cmn_location', locationRow(site));
  for (const user of serviceUsers()) put('sys_user', user);
  for (const person of people) put('sys_user', userRow(person, people, sites));
  for (const item of CATALOG) seedItem(item, put);
  put('sc_cat_item', guideRow());
  seedChoices(put);
}

type Put = (table: string, row: Row) => void;

function locationRow(site: SandboxSite): Row {
  return {
    ...{ sys_id: site.sysId, name: site.name, full_name: site.name, street: site.street },
    ...{ city: site.city, state: site.state, zip: site.postalCode, country: site.country },
    time_zone: site.timeZone,
  };
}

function serviceUsers(): Row[] {
  return [
    {
      ...{ sys_id: fixed.ADMIN_SYS_ID, user_name: fixed.ADMIN_USER, active: 'true' },
      ...{ name: 'System Administrator', first_name: 'System', last_name: 'Administrator' },
      ...{ time_zone: 'America/Los_Angeles', date_format: 'yyyy-MM-dd' },
    },
    {
      ...{ sys_id: fixed.INTEGRATION_SYS_ID, user_name: fixed.INTEGRATION_USER, active: 'true' },
      ...{ name: 'JML Bridge', first_name: 'JML', last_name: 'Bridge' },
      ...{ time_zone: 'GMT', date_format: 'yyyy-MM-dd' },
      ...{ web_service_access_only: 'true', internal_integration_user: 'true' },
    },
  ];
}

function userRow(
  person: SandboxPerson,
  people: readonly SandboxPerson[],
  sites: readonly SandboxSite[],
): Row {
  const site = sites.find(({ name }) => name === person.site);
  const manager = people.find(({ employeeNumber }) => employeeNumber === person.manager);
  return {
    ...{ sys_id: person.sysId, user_name: person.userName, active: 'true' },
    ...{ first_name: person.firstName, last_name: person.lastName, title: person.title },
    name: `${person.firstName} ${person.lastName}`,
    email: `${person.userName}@${MAIL_DOMAIN}`,
    ...{ employee_number: person.employeeNumber, department: person.department },
    ...{ cost_center: person.costCenter, company: person.company },
    ...{ manager: manager?.sysId ?? '', location: site?.sysId ?? '' },
    ...{ time_zone: site?.timeZone ?? 'GMT' },
    date_format: DATE_FORMATS[site?.country ?? ''] ?? 'yyyy-MM-dd',
  };
}

function seedItem(item: CatalogItem, put: Put): void {
  put('sc_cat_item', {
    ...{ sys_id: item.sysId, name: item.name, short_description: item.description },
    ...{ active: 'true', sys_class_name: 'sc_cat_item', type: 'item' },
    ...{ visible_standalone: String(item.standalone), visible_guide: 'true' },
  });
  for (const [at, question] of item.questions.entries()) {
    put('item_option_new', questionRow(item, question, at));
    for (const [order, value] of question.choices.entries()) {
      const sys_id = stableSysId(`choice:${question.sysId}:${value}`);
      const place = { question: question.sysId, order: String((order + 1) * 100) };
      put('question_choice', { sys_id, value, text: value, ...place });
    }
  }
}

function questionRow(item: CatalogItem, question: Question, at: number): Row {
  return {
    ...{ sys_id: question.sysId, name: question.name, question_text: question.text },
    ...{ type: question.type, reference: question.reference, cat_item: item.sysId },
    ...{ mandatory: String(question.mandatory), active: 'true', order: String((at + 1) * 100) },
  };
}

function guideRow(): Row {
  return {
    ...{ sys_id: fixed.CATALOG_ITEMS.onboardingGuide, name: 'Onboarding guide', active: 'true' },
    short_description: 'A new hire with a laptop, as one request.',
    ...{ sys_class_name: 'sc_cat_item_guide', type: 'guide', visible_standalone: 'false' },
  };
}

function seedChoices(put: Put): void {
  for (const { name, columns } of TABLES) {
    for (const [element, column] of Object.entries(columns)) {
      for (const [at, { value, label }] of (column.choices ?? []).entries()) {
        const sys_id = stableSysId(`sys_choice:${name}:${element}:${value}`);
        const place = { name, element, language: 'en', sequence: String(at), inactive: 'false' };
        put('sys_choice', { sys_id, value, label, ...place });
      }
    }
  }
}
