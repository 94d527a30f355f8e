import type { SandboxPerson, SandboxSite } from './people.js';
import { stableSysId, stableUuid } from './stable-id.js';

const COMPANY = 'Meridian Group';

export const SITES: readonly SandboxSite[] = [
  site('Lisbon', 'Avenida da Liberdade 110', '', '1269-046', 'PT', 'Europe/Lisbon'),
  site('New York', '350 Fifth Avenue', 'NY', '10118', 'US', 'America/New_York'),
  site('Tokyo', '2-7-2 Marunouchi', 'Tokyo', '100-0005', 'JP', 'Asia/Tokyo'),
  site('Berlin', 'Unter den Linden 21', 'Berlin', '10117', 'DE', 'Europe/Berlin'),
  site('Sydney', '1 Macquarie Place', 'NSW', '2000', 'AU', 'Australia/Sydney'),
  site('Los Angeles', '633 West Fifth Street', 'CA', '90071', 'US', 'America/Los_Angeles'),
  site('London', '30 St Mary Axe', '', 'EC3A 8BF', 'GB', 'Europe/London'),
];

/** The head of the company comes first, and every manager before the people who report to them. */
// prettier-ignore
export const PEOPLE: readonly SandboxPerson[] = [
  person('E10001', 'Helena Duarte', 'helena.duarte', 'Chief Executive', 'Executive', 'CC-100', 'Lisbon', null),
  person('E10002', 'Marcus Webb', 'marcus.webb', 'Chief Financial Officer', 'Finance', 'CC-200', 'London', 'E10001'),
  person('E10003', 'Ingrid Sørensen', 'ingrid.sorensen', 'Chief People Officer', 'Human Resources', 'CC-300', 'Berlin', 'E10001'),
  person('E10004', 'Daniel Okafor', 'daniel.okafor', 'Chief Technology Officer', 'Engineering', 'CC-400', 'New York', 'E10001'),
  person('E10005', 'Yuki Tanaka', 'yuki.tanaka', 'Head of Sales', 'Sales', 'CC-500', 'Tokyo', 'E10001'),
  person('E10006', 'Ana Silva', 'ana.silva', 'Engineering Manager', 'Engineering', 'CC-410', 'Lisbon', 'E10004'),
  person('E10007', 'Jürgen Müller', 'juergen.mueller', 'Engineering Manager', 'Engineering', 'CC-420', 'Berlin', 'E10004'),
  person('E10008', 'Grace Kim', 'grace.kim', 'Service Desk Manager', 'IT Operations', 'CC-430', 'Los Angeles', 'E10004'),
  person('E10009', 'Tomás Ferreira', 'tomas.ferreira', 'Software Engineer', 'Engineering', 'CC-410', 'Lisbon', 'E10006'),
  person('E10010', 'Beatriz Conceição', 'beatriz.conceicao', 'Senior Software Engineer', 'Engineering', 'CC-410', 'Lisbon', 'E10006'),
  person('E10011', 'Rui Almeida', 'rui.almeida', 'Quality Engineer', 'Engineering', 'CC-410', 'Lisbon', 'E10006'),
  person('E10012', 'Lena Schröder', 'lena.schroeder', 'Software Engineer', 'Engineering', 'CC-420', 'Berlin', 'E10007'),
  person('E10013', 'Piotr Wójcik', 'piotr.wojcik', 'Site Reliability Engineer', 'Engineering', 'CC-420', 'Berlin', 'E10007'),
  person('E10014', 'Noah Patel', 'noah.patel', 'Service Desk Agent', 'IT Operations', 'CC-430', 'Los Angeles', 'E10008'),
  person('E10015', 'Sofía Hernández', 'sofia.hernandez', 'Service Desk Agent', 'IT Operations', 'CC-430', 'Los Angeles', 'E10008'),
  person('E10016', 'Oliver Brooks', 'oliver.brooks', 'Identity Administrator', 'IT Operations', 'CC-430', 'New York', 'E10008'),
  person('E10017', 'Charlotte Evans', 'charlotte.evans', 'Financial Controller', 'Finance', 'CC-210', 'London', 'E10002'),
  person('E10018', 'Amir Haddad', 'amir.haddad', 'Accountant', 'Finance', 'CC-210', 'London', 'E10017'),
  person('E10019', "Siobhán O'Neill", 'siobhan.oneill', 'Payroll Specialist', 'Finance', 'CC-210', 'London', 'E10017'),
  person('E10020', 'Katharina Weiß', 'katharina.weiss', 'HR Business Partner', 'Human Resources', 'CC-310', 'Berlin', 'E10003'),
  person('E10021', 'Miguel Santos', 'miguel.santos', 'Recruiter', 'Human Resources', 'CC-310', 'Lisbon', 'E10003'),
  person('E10022', 'Hiroshi Sato', 'hiroshi.sato', 'Regional Sales Manager', 'Sales', 'CC-510', 'Tokyo', 'E10005'),
  person('E10023', 'Aiko Yamamoto', 'aiko.yamamoto', 'Account Executive', 'Sales', 'CC-510', 'Tokyo', 'E10022'),
  person('E10024', 'Jack Thompson', 'jack.thompson', 'Regional Sales Manager', 'Sales', 'CC-520', 'Sydney', 'E10005'),
  person('E10025', 'Mia Nguyễn', 'mia.nguyen', 'Account Executive', 'Sales', 'CC-520', 'Sydney', 'E10024'),
  person('E10026', 'Isabella Rossi', 'isabella.rossi', 'Account Executive', 'Sales', 'CC-530', 'New York', 'E10005'),
  person('E10027', 'Zoë van der Berg', 'zoe.vanderberg', 'Product Designer', 'Engineering', 'CC-440', 'New York', 'E10004'),
  person('E10028', 'Ethan Walker', 'ethan.walker', 'Data Engineer', 'Engineering', 'CC-440', 'New York', 'E10004'),
  person('E10029', 'Renée Lefèvre', 'renee.lefevre', 'Legal Counsel', 'Legal', 'CC-600', 'London', 'E10001'),
  person('E10030', 'Samuel Adeyemi', 'samuel.adeyemi', 'Facilities Coordinator', 'Facilities', 'CC-700', 'Sydney', 'E10024'),
];

function site(
  name: string,
  street: string,
  state: string,
  postalCode: string,
  country: string,
  timeZone: string,
): SandboxSite {
  const sysId = stableSysId(`site:${name}`);
  return { sysId, name, street, city: name, state, postalCode, country, timeZone };
}

function person(
  employeeNumber: string,
  name: string,
  userName: string,
  title: string,
  department: string,
  costCenter: string,
  siteName: string,
  manager: string | null,
): SandboxPerson {
  const [firstName = '', ...rest] = name.split(' ');
  return {
    sysId: stableSysId(`person:${employeeNumber}`),
    objectId: stableUuid(`person:${employeeNumber}`),
    employeeNumber,
    firstName,
    lastName: rest.join(' '),
    userName,
    title,
    department,
    costCenter,
    company: COMPANY,
    site: siteName,
    manager,
  };
}
