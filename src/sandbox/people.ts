/** A person present in both stand-ins from the start. */
export interface SandboxPerson {
  /** ServiceNow `sys_user.sys_id`: 32 lower-case hex characters. */
  sysId: string;
  /** Graph object id. */
  objectId: string;
  employeeNumber: string;
  firstName: string;
  lastName: string;
  userName: string;
  title: string;
  department: string;
  costCenter: string;
  company: string;
  /** Name of a site in `SITES`. */
  site: string;
  /** Employee number of the manager; the head of the company has none. */
  manager: string | null;
}

export interface SandboxSite {
  /** ServiceNow `cmn_location.sys_id`. */
  sysId: string;
  name: string;
  street: string;
  city: string;
  state: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** IANA zone. */
  timeZone: string;
}
