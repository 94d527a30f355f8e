import { readdirSync, readFileSync } from 'node:fs';
import { readExample } from '../../src/cli/example.js';
import { previewExample } from '../../src/cli/preview.js';

const folders = readdirSync('templates', { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name);
const examples = folders.flatMap((vendor) =>
  readdirSync(`templates/${vendor}/examples`)
    .filter((file) => file.endsWith('.ticket.json'))
    .map((file) => [vendor, file] as const),
);

test.each(examples)('%s/%s gives the changes beside it', (vendor, file) => {
  const path = `templates/${vendor}/examples/${file}`;
  const expected: unknown = JSON.parse(
    readFileSync(path.replace('.ticket.json', '.changes.json'), 'utf8'),
  );
  expect(
    JSON.parse(JSON.stringify(previewExample(readExample(path), vendor, ['templates']))),
  ).toEqual(expected);
});

test('every template has an example', () => {
  for (const vendor of folders) {
    const cases = readdirSync(`templates/${vendor}`).filter((file) => file.endsWith('.yaml'));
    for (const file of cases) {
      const name = file.replace('.yaml', '');
      expect(examples.map(([, example]) => example)).toContain(`${name}.ticket.json`);
    }
  }
});
