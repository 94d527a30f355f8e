import { checkConnections } from '../src/check-connections.js';
import { ConfigError } from '../src/config/index.js';
import type { ConnectionSettings } from '../src/domain/settings.js';
import { connectionSettings, plainConnector } from './support/connections.js';

const spec = { label: 'L', description: 'D' };
const connector = plainConnector({
  auth: ['none', 'basic'],
  settings: [
    { ...spec, name: 'path', required: true },
    { ...spec, name: 'close', required: false, choices: ['none', 'item'] },
  ],
});

function problemsOf(over: Partial<ConnectionSettings>): readonly string[] {
  const connection = connectionSettings({ settings: { path: '/x' }, ...over });
  try {
    checkConnections([connection], new Map([['plain', connector]]));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('what the connector asks for has no problems', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ settings: { path: '/x', close: 'item' } })).toEqual([]);
});

test.each<[string, Partial<ConnectionSettings>, string]>([
  [
    'a connector that is not there',
    { connector: 'plane' },
    'connector: there is no plane; found plain',
  ],
  ['a missing setting', { settings: {} }, 'settings.path: is missing'],
  ['an empty one', { settings: { path: '' } }, 'settings.path: is missing'],
  [
    'one it does not know',
    { settings: { path: '/x', clsoe: 'item' } },
    'settings: unknown key clsoe; plain knows path, close',
  ],
  [
    'a value that is no choice',
    { settings: { path: '/x', close: 'hunter2' } },
    'settings.close: expected one of none, item',
  ],
  [
    'a name every object has',
    { settings: { path: '/x', constructor: 'x' } },
    'settings: unknown key constructor; plain knows path, close',
  ],
  [
    'a way to sign in it cannot use',
    { auth: { kind: 'bearer', token: 't' } },
    'auth.kind: expected one of none, basic',
  ],
])('%s is told by name, without the value', (_, over, problem) => {
  expect(problemsOf(over)).toEqual([`connection desk: ${problem}`]);
});

test('every problem of every connection is told at once', () => {
  const bad = connectionSettings({ settings: { other: 'x' } });
  expect(() =>
    checkConnections([bad, { ...bad, name: 'two' }], new Map([['plain', connector]])),
  ).toThrow(
    /desk: settings: unknown key other[^]*desk: settings.path: is missing[^]*two: settings/,
  );
});
