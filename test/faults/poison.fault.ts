import type { Plugins } from '../../src/compose.js';
import type { ChangeRule, Template } from '../../src/mapping/template.js';
import { countProcessorMs } from '../support/processor-ms.js';
import { HOUR, MINUTE, playing, PLUGINS, scenario, type Scenario } from './scenario.js';

const PEOPLE = ['E10009', 'E10010', 'E10011', 'E10012', 'E10013'];

/** The transfer template with this for a title; the other kinds as they are. */
function poisoned(title: string): Plugins {
  const spoil = (template: Template): Template =>
    template.kind === 'transfer' ? withTitle(template, title) : template;
  const templates = [...PLUGINS.templates].map(([name, all]) => [name, all.map(spoil)] as const);
  return { ...PLUGINS, templates: new Map(templates) };
}

function withTitle(template: Template, title: string): Template {
  const move = template.changes['move'] as ChangeRule;
  return { ...template, changes: { move: { ...move, person: { ...move.person, title } } } };
}

/** Fails at everything it is asked, as a bug in the mapper would. */
const BUG = new Proxy({} as ChangeRule, {
  get() {
    throw new TypeError('a bug');
  },
});
const withBug: Plugins = {
  ...PLUGINS,
  templates: new Map(
    [...PLUGINS.templates].map(([name, all]) => [
      name,
      all.map((template) =>
        template.kind === 'transfer' ? { ...template, changes: { move: BUG } } : template,
      ),
    ]),
  ),
};

const GROWING =
  "{% assign s = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}";

const POISONS: Record<string, Plugins> = {
  'fails on every ticket': poisoned("{{ vars.new_job_title | at_zone: 'no zone', '25:00' }}"),
  'loops for ever': poisoned(
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{{ j }}{% endfor %}{% endfor %}',
  ),
  'asks for a list without end': poisoned('{% for i in (1..999999999) %}{{ i }}{% endfor %}'),
  'eats memory': poisoned(GROWING),
  'hits a bug': withBug,
};

async function poisonedDay(s: Scenario): Promise<void> {
  const transfers = PEOPLE.map((number, index) => s.desk.transfer(number, `Role ${index}`));
  const hire = s.desk.hire('N50001');
  const leaver = s.desk.terminate('E10017');
  s.desk.approve(...transfers, hire, leaver);
  await s.run(3 * MINUTE);
  // Everybody else went within a minute, as ever.
  expect(
    s
      .sent()
      .map(({ externalId }) => externalId)
      .sort(),
  ).toEqual(['E10017', 'N50001']);
  expect((s.calls().at(-1)!.at - s.calls()[0]!.at) / MINUTE).toBeLessThan(1);
  await s.run(2 * HOUR);
  expect(await s.openCauses()).toContain('template-quarantined');
  const states = await Promise.all(transfers.map(async (ref) => (await s.ticket(ref)).state));
  expect(new Set(states)).toEqual(new Set(['held']));
  expect(s.desk.notes(transfers[4]!).at(-1)).toMatch(/failed three times in a row/);
  expect(await s.changes(leaver)).toEqual(['disable applied']);
  expect(await s.changes(hire)).toContain('activate applied');
  expect(await s.violations()).toEqual([]);
}

for (const [what, plugins] of Object.entries(POISONS)) {
  test(`F49: a template that ${what} is quarantined after three strikes, and holds up nobody else`, async () => {
    const spentMs = countProcessorMs();
    const rssBefore = process.memoryUsage().rss;
    await playing(poisonedDay, { plugins });
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(200 * 1024 * 1024);
    expect(spentMs()).toBeLessThan(10_000);
  });
}

scenario(
  'F49: what waited for a corrected template goes on after the restart',
  async (s) => {
    const refs = PEOPLE.map((number, index) => s.desk.transfer(number, `Role ${index}`));
    s.desk.approve(...refs);
    await s.run(5 * MINUTE);
    expect(await s.openCauses()).toContain('template-quarantined');
    s.world.replacePlugins(PLUGINS);
    s.world.host!.life.kill('restarted');
    await s.run(2 * HOUR);
    for (const ref of refs) expect(await s.changes(ref)).toEqual(['move applied']);
    expect(await s.openCauses()).toEqual([]);
    expect(await s.violations()).toEqual([]);
  },
  { plugins: POISONS['fails on every ticket']! },
);

scenario(
  'F49: one ticket that its template chokes on keeps none of its kind waiting',
  async (s) => {
    const poison = s.desk.transfer('E10009', 'x'.repeat(200_000));
    const good = ['E10010', 'E10011', 'E10012'].map((number) => s.desk.transfer(number, 'Role 1'));
    s.desk.approve(poison, ...good);
    await s.run(2 * HOUR);
    expect((await s.ticket(poison)).state).toMatch(/held|rejected/);
    for (const ref of good) expect(await s.changes(ref)).toEqual(['move applied']);
    expect(await s.openCauses()).not.toContain('template-quarantined');
    expect(await s.violations()).toEqual([]);
  },
);
