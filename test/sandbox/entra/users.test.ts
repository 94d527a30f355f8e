import { person } from './records.js';
import { error, GRAPH, Rig } from './sandbox.js';

const get = (rig: Rig, query: string) => rig.graph('GET', `/v1.0/users${query}`);
const list = (rig: Rig, query: string) => JSON.parse(get(rig, query).body).value;
const ids = (rig: Rig, filter: string): string[] =>
  list(rig, `?$select=employeeId&$filter=${filter}`).map(
    (one: { employeeId: string }) => one.employeeId,
  );

describe('users', () => {
  test('are the people of the sandbox, enabled, with their managers', () => {
    const [user] = list(
      new Rig(),
      "?$filter=employeeId eq 'E10009'&$select=id,employeeId,userPrincipalName,accountEnabled,city,employeeOrgData&$expand=manager($select=id,employeeId,displayName)",
    );
    expect(user).toMatchObject({
      ...{ employeeId: 'E10009', userPrincipalName: 'tomas.ferreira@sandbox.example' },
      ...{ accountEnabled: true, city: 'Lisbon', employeeOrgData: { costCenter: 'CC-410' } },
      manager: { employeeId: 'E10006', displayName: 'Ana Silva' },
    });
  });

  test('show the usual properties where none are selected', () => {
    const [user] = list(new Rig(), "?$filter=employeeId eq 'E10009'");
    expect(Object.keys(user)).toEqual(expect.arrayContaining(['id', 'mail', 'businessPhones']));
    expect(user).not.toHaveProperty('employeeId');
  });

  test.each([
    ["employeeId eq 'E10009'", ['E10009']],
    ["employeeId eq 'nobody'", []],
    ["userPrincipalName eq 'ANA.SILVA@sandbox.example'", ['E10006']],
    ["startsWith(userPrincipalName,'ana.')", ['E10006']],
    ["employeeId in ('E10009','E10010')", ['E10009', 'E10010']],
    [
      "employeeId eq 'E10009' or userPrincipalName eq 'ana.silva@sandbox.example'",
      ['E10009', 'E10006'],
    ],
    ["employeeId eq 'E10009' and accountEnabled eq true", ['E10009']],
    ["employeeId eq 'E10009' and accountEnabled eq false", []],
    [
      "(employeeId eq 'E10009' or employeeId eq 'E10010') and startswith(displayName,'B')",
      ['E10010'],
    ],
    ["displayName eq 'Siobhán O''Neill'", ['E10019']],
  ])('are found by %s', (filter, expected) => {
    expect(ids(new Rig(), filter)).toEqual(expected);
  });

  test.each(['shoeSize eq 1', "contains(displayName,'a')", "employeeId gt 'E1'"])(
    'are not found by %s',
    (filter) => expect(get(new Rig(), `?$filter=${filter}`).status).toBe(400),
  );

  test('are found by at most 15 values in a list', () => {
    const list = (most: number) =>
      Array.from({ length: most }, (_, index) => `'E${10_001 + index}'`).join(',');
    expect(ids(new Rig(), `employeeId in (${list(15)})`)).toHaveLength(15);
    const refused = get(new Rig(), `?$filter=employeeId in (${list(16)})`);
    expect(refused.status).toBe(400);
  });

  test('come in pages', () => {
    const rig = new Rig();
    const first = JSON.parse(get(rig, '?$top=20&$select=id').body);
    expect(first.value).toHaveLength(20);
    const next: string = first['@odata.nextLink'];
    const second = JSON.parse(rig.graph('GET', next.replace(GRAPH, '')).body);
    expect(second.value).toHaveLength(10);
    expect(second).not.toHaveProperty('@odata.nextLink');
  });

  test('are read by id and by name', () => {
    const rig = new Rig();
    const byName = JSON.parse(get(rig, '/ana.silva@sandbox.example').body);
    expect(JSON.parse(get(rig, `/${byName.id}`).body)).toMatchObject({ displayName: 'Ana Silva' });
    const answer = get(rig, '/nobody@sandbox.example');
    expect([answer.status, error(answer).code]).toEqual([404, 'NotFound']);
  });

  test('that were just created become readable with a lag', () => {
    const rig = new Rig();
    rig.upload(person('E1'));
    rig.clock.advance(30_000 + 119_999);
    expect(get(rig, '/user.e1@sandbox.example').status).toBe(404);
    rig.clock.advance(1);
    expect(get(rig, '/user.e1@sandbox.example').status).toBe(200);
  });

  test('hide the leave date where its role is asked for', () => {
    const query = "?$filter=employeeId eq 'E10009'&$select=id,employeeLeaveDateTime";
    expect(list(new Rig(), query)[0]).toHaveProperty('employeeLeaveDateTime');
    expect(list(new Rig({ leaveDateNeedsRole: true }), query)[0]).not.toHaveProperty(
      'employeeLeaveDateTime',
    );
  });

  test('refuse properties that do not exist', () => {
    expect(get(new Rig(), '?$select=shoeSize').status).toBe(400);
    expect(get(new Rig(), '?$expand=directReports').status).toBe(400);
  });

  test('tell of each read in the history', () => {
    const rig = new Rig();
    ids(rig, "employeeId eq 'E10009'");
    expect(rig.history('userRead')).toMatchObject([
      { status: 200, users: [{ externalId: 'E10009', accountEnabled: true }] },
    ]);
  });
});
