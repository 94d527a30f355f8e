import { readFileSync } from 'node:fs';
import { ATTRIBUTE_PATHS } from '../../src/mapping/attribute-paths.js';

test('editors offer exactly the attributes a template may set', () => {
  const schema = JSON.parse(readFileSync('templates/template.schema.json', 'utf8')) as {
    $defs: { change: { properties: { person: { properties: object } } } };
  };
  const offered = Object.keys(schema.$defs.change.properties.person.properties);
  expect(offered.sort()).toEqual([...ATTRIBUTE_PATHS].sort());
});
