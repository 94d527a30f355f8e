/** Which folder may import which. The stages meet in the store and nowhere else. */

/** Start-up code: the files that lie in src itself, and the commands. */
const TOP = '^src/([^/]+$|(compose|main|cli)/)';

const STAGES = ['intake', 'verify', 'mapping', 'schedule', 'submit', 'outcome', 'writeback'];

/** `folder` may import itself, the folders of src named in `may`, and packages. */
const only = (folder, may, comment) => ({
  name: `${folder}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|connectors|test)/', pathNot: `^src/(${[folder, ...may].join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Of two files that need each other, one holds something that belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'The import leads nowhere. Local imports end in .js.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'What runs in production stands in dependencies, not devDependencies.',
      severity: 'error',
      from: { path: '^(src|connectors)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-imports',
      comment: 'The words of the domain depend on nothing.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    only('ports', ['domain'], 'A port speaks in words of the domain.'),
    {
      name: 'ports-packages',
      comment: 'A port names no adapter’s library, except the types of the query builder.',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { pathNot: '^(src/|node_modules/kysely/)' },
    },
    only('kit', ['domain', 'ports'], 'All a connector author sees stands in kit.'),
    only('scim', ['domain'], 'SCIM is a way to write a record down, no more.'),
    only('ledger', ['domain', 'ports'], 'The ledger is below the stages.'),
    ...STAGES.map((stage) =>
      only(
        stage,
        ['domain', 'ports', 'kit', 'scim', 'ledger'],
        'Stages meet in the store: never another stage, never an adapter.',
      ),
    ),
    only(
      'retention',
      ['domain', 'ports', 'ledger', 'schedule'],
      'To forget changes is to fold them into the baseline, by the schedule’s own fold.',
    ),
    only(
      'console',
      ['domain', 'ports', 'kit', 'ledger'],
      'The console shows the store and records commands; it has no rules of its own.',
    ),
    {
      name: 'adapters-imports',
      comment: 'An adapter does what a port says and knows no stage.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: `^src/(${STAGES.join('|')}|console|retention|sandbox)/` },
    },
    only('sandbox', ['scim', 'ports'], 'A stand-in that shared our code would share our mistakes.'),
    only('config', ['domain', 'ports'], 'Configuration becomes settings of the domain.'),
    {
      name: 'connectors-imports',
      comment: 'A connector is pure: src/kit is all it sees, and its own folder.',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^(src|connectors|test)/', pathNot: '^(src/kit/|connectors/$1/)' },
    },
    {
      name: 'connectors-without-io',
      comment: 'The core does the I/O, so that retries, pacing and logs are the same for all.',
      severity: 'error',
      from: { path: '^connectors/' },
      to: {
        path: '^(node:)?(fs|http|https|http2|net|tls|dns|child_process|worker_threads|timers)',
      },
    },
    {
      name: 'express-at-the-edge',
      comment: 'Only what answers HTTP knows how HTTP is answered.',
      severity: 'error',
      from: {
        path: '^(src|connectors)/',
        pathNot: `^src/(intake|console|sandbox)/|${TOP}`,
      },
      to: { path: '^node_modules/(@types/)?express/' },
    },
    {
      name: 'nothing-imports-the-top',
      comment: 'Start-up code wires the parts; the parts do not know it.',
      severity: 'error',
      from: { pathNot: `^test/|${TOP}` },
      to: { path: TOP },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
