import { ENTERPRISE_USER, JML_USER } from '../../../src/scim/urns.js';
import type { SchemaDocument } from '../../../src/sandbox/entra/mapping/schema-document.js';
import { person } from './records.js';
import { ADMIN_ROLES, error, JOB_PATH, Rig } from './sandbox.js';

const read = (rig: Rig): SchemaDocument =>
  JSON.parse(rig.graph('GET', `${JOB_PATH}/schema`).body) as SchemaDocument;
const write = (rig: Rig, document: SchemaDocument) =>
  rig.graph('PUT', `${JOB_PATH}/schema`, JSON.stringify(document));
const rule = (document: SchemaDocument) => document.synchronizationRules[0]!.objectMappings[0]!;
const mappingOf = (document: SchemaDocument, target: string) =>
  rule(document).attributeMappings.find((one) => one.targetAttributeName === target)!;

describe('the mapping', () => {
  test('carries a full record over', () => {
    const rig = new Rig();
    rig.provision(
      person('E1', {
        userType: 'Contractor',
        emails: [
          { type: 'home', value: 'home@x.example' },
          { type: 'work', value: 'work@x.example' },
        ],
        phoneNumbers: [{ type: 'work', value: '+351 1' }],
        [ENTERPRISE_USER]: {
          department: 'Sales',
          costCenter: 'CC-1',
          division: 'D',
          organization: 'O',
        },
        [JML_USER]: {
          HireDate: '2026-12-01T09:00:00+01:00',
          LeaveDate: '2027-01-31',
          Mobile: '+1',
        },
      }),
    );
    expect(rig.user('E1')).toMatchObject({
      ...{ userPrincipalName: 'user.e1@sandbox.example', mailNickname: 'user.e1' },
      ...{ employeeType: 'Contractor', mail: 'work@x.example', businessPhones: ['+351 1'] },
      ...{ department: 'Sales', companyName: 'O', mobilePhone: '+1', givenName: 'Person' },
      employeeOrgData: { costCenter: 'CC-1', division: 'D' },
      employeeHireDate: '2026-12-01T08:00:00Z',
      employeeLeaveDateTime: '2027-01-31T00:00:00Z',
    });
  });

  test('drops what is not of type work', () => {
    const rig = new Rig();
    const phoneNumbers = [{ type: 'mobile', value: '1' }, { value: '2' }];
    rig.provision(person('E1', { phoneNumbers, emails: [{ type: 'home', value: 'a@b.example' }] }));
    expect(rig.user('E1')).toMatchObject({ businessPhones: [], mail: null });
  });

  test('keeps an address-shaped user name of a verified domain', () => {
    const rig = new Rig({ verifiedDomains: ['sandbox.example', 'other.example'] });
    rig.provision(person('E1', { userName: 'a@other.example' }));
    expect(rig.user('E1')).toMatchObject({ userPrincipalName: 'a@other.example' });
  });

  test('lets a new user name flow', () => {
    const rig = new Rig();
    rig.provision(person('E10009', { userName: 'tomas.new' }));
    expect(rig.user('E10009')).toMatchObject({ userPrincipalName: 'tomas.new@sandbox.example' });
  });

  test('leaves alone what a record does not name', () => {
    const rig = new Rig();
    rig.provision({ externalId: 'E10009', title: 'Lead' });
    expect(rig.user('E10009')).toMatchObject({
      ...{ jobTitle: 'Lead', department: 'Engineering', accountEnabled: true },
    });
  });

  test('takes member names in any case, or exactly', () => {
    const record = { ...person('E1', { userName: undefined }), username: 'low' };
    const rig = new Rig();
    rig.provision(record);
    expect(rig.user('E1')).toBeDefined();
    const exact = new Rig({ attributeNamesCaseSensitive: true });
    exact.provision(record);
    expect(exact.user('E1')).toBeUndefined();
  });

  test.each(['1 December', '2026-02-30', '2026-13-01T00:00:00Z', '1'])(
    'fails on the date %s',
    (date) => {
      const rig = new Rig();
      rig.provision(person('E1', { [JML_USER]: { HireDate: date } }));
      expect(rig.history('processed')).toMatchObject([{ effect: 'fail' }]);
    },
  );
});

describe('null flow', () => {
  const gone = { externalId: 'E10009', title: null, [ENTERPRISE_USER]: { costCenter: '' } };

  test('is off: null, empty and missing values clear nothing', () => {
    const rig = new Rig();
    rig.provision(gone);
    expect(rig.history('processed')).toMatchObject([{ effect: 'skip' }]);
  });

  test('clears when both gates are open, by omission too where the parent is there', () => {
    const rig = new Rig({ nullFlow: true });
    rig.provision(gone);
    expect(rig.user('E10009')).toMatchObject({
      ...{ jobTitle: null, department: null, employeeOrgData: null },
      ...{ accountEnabled: true, displayName: 'Tomás Ferreira' },
    });
  });

  test('does not clear by omission where the parent object is missing', () => {
    const rig = new Rig({ nullFlow: true });
    rig.provision({ externalId: 'E10009', title: 'Engineer' });
    expect(rig.user('E10009')).toMatchObject({ department: 'Engineering' });
  });

  test('needs both gates of the schema', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = read(rig);
    const source = document.directories[0]!.objects[0]!.attributes;
    source.find(({ name }) => name === 'title')!.flowNullValues = true;
    write(rig, document);
    rig.provision({ externalId: 'E10009', title: null });
    expect(rig.user('E10009')).toMatchObject({ jobTitle: 'Software Engineer' });
    mappingOf(document, 'jobTitle').flowNullValues = true;
    write(rig, document);
    rig.provision({ externalId: 'E10009', title: null });
    expect(rig.user('E10009')).toMatchObject({ jobTitle: null });
  });
});

describe('the schema', () => {
  test('is replaced as a whole', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = { ...read(rig), version: 'mine' };
    expect(write(rig, document).status).toBe(204);
    expect(read(rig).version).toBe('mine');
  });

  test('gives a custom attribute an effect once it is declared and mapped', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const record = person('E1', { 'urn:contoso:employee': { Badge: 'B7' } });
    const document = read(rig);
    const attribute = document.directories[0]!.objects[0]!.attributes.at(-1)!;
    const name = 'urn:contoso:employee:Badge';
    const mapping = {
      ...mappingOf(document, 'jobTitle'),
      targetAttributeName: 'extensionAttribute1',
      source: { type: 'Attribute' as const, name, expression: `[${name}]` },
    };
    rule(document).attributeMappings.push(mapping);
    write(rig, document);
    rig.provision(record);
    expect(extension(rig)).toBeNull();
    document.directories[0]!.objects[0]!.attributes.push({ ...attribute, name });
    write(rig, document);
    rig.provision(record);
    expect(extension(rig)).toBe('B7');
  });

  function extension(rig: Rig): unknown {
    const query = "$filter=employeeId eq 'E1'&$select=onPremisesExtensionAttributes";
    const { value } = JSON.parse(rig.graph('GET', `/v1.0/users?${query}`).body);
    return value[0].onPremisesExtensionAttributes.extensionAttribute1;
  }

  test.each([
    ['Join("", [title], "(", [externalId], ")")', 'Engineer(E1)'],
    ['Switch([active], "no", "True", "yes")', 'yes'],
    ['IIF(Len([title]) > 3, ToUpper([title]), "short")', 'ENGINEER'],
    ['Replace([title], "Eng", , , "eng", , )', 'engineer'],
    ['Replace([title], , "(?<Tail>eer)$", "Tail", "ier", , )', 'Enginier'],
    ['NormalizeDiacritics("Jürgen Weiß")', 'Jurgen Weiss'],
    ['Mid([title], 1, 3)', 'Eng'],
    ['IIF(DateDiff("d", Now(), CDate("2026-12-01")) > 5, "later", "now")', 'later'],
  ])('evaluates %s', (expression, expected) => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = read(rig);
    mappingOf(document, 'jobTitle').source = { type: 'Function', name: 'F', expression };
    expect(write(rig, document).status).toBe(204);
    rig.provision(person('E1'));
    expect(rig.user('E1')).toMatchObject({ jobTitle: expected });
  });

  test.each(['Nonsense([title])', 'Join("', 'SelectUniqueValue([title], [userName])'])(
    'refuses the expression %s',
    (expression) => {
      const rig = new Rig({ roles: ADMIN_ROLES });
      const document = read(rig);
      mappingOf(document, 'jobTitle').source = { type: 'Function', name: 'F', expression };
      const answer = write(rig, document);
      expect([answer.status, error(answer).code]).toEqual([400, 'BadRequest']);
    },
  );

  test('fails records on a mapping to an attribute that does not exist', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = read(rig);
    mappingOf(document, 'jobTitle').targetAttributeName = 'shoeSize';
    write(rig, document);
    rig.provision(person('E1'));
    expect(rig.rowsOf('E1')[0]).toMatchObject({
      provisioningStatusInfo: { errorInformation: { errorCode: 'SchemaAttributeNotFound' } },
    });
  });

  test('applies a mapping at creation only where it says so', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = read(rig);
    mappingOf(document, 'accountEnabled').flowType = 'ObjectAddOnly';
    write(rig, document);
    rig.provision(person('E1'));
    rig.provision(person('E1', { active: false }));
    expect(rig.user('E1')).toMatchObject({ accountEnabled: true });
  });

  test('skips who is out of scope, and disables who falls out of it', () => {
    const rig = new Rig({ roles: ADMIN_ROLES });
    const document = read(rig);
    const clause = {
      ...{ sourceOperandName: 'title', operatorName: 'EQUALS' as const },
      targetOperand: { values: ['Engineer'] },
    };
    rule(document).scope = { groups: [{ clauses: [clause] }] };
    write(rig, document);
    rig.provision(person('E1'), person('E2', { title: 'Guest' }));
    rig.provision(person('E1', { title: 'Guest' }));
    expect(rig.history('processed').map(({ effect }) => effect)).toEqual([
      ...['create', 'skip', 'disable'],
    ]);
  });
});
