#!/usr/bin/env node
import { Command } from 'commander';
import { loadConfig } from './config/index.js';
import { backUp } from './cli/backup.js';
import { check } from './cli/check.js';
import { explain } from './cli/explain.js';
import { migrate } from './cli/migrate.js';
import { move } from './cli/move.js';
import { preview } from './cli/preview.js';
import { runSandbox } from './cli/sandbox.js';
import { stopOnSignal } from './cli/stop-on-signal.js';
import { start } from './start.js';

const program = new Command('jml-bridge').description(
  'Approved ITSM requests to Microsoft Entra, and the truth back to the ticket.',
);

program
  .command('start', { isDefault: true })
  .description('run the bridge; without a bridge.yaml, against its own sandbox')
  .action(async () => {
    const running = await start(loadConfig());
    announce(running.consoleUrl, running.sandboxUrl);
    stopOnSignal(() => running.stop());
  });

program
  .command('migrate')
  .description('bring the tables of the ledger up to date, and start nothing')
  .action(async () => print(await migrate(loadConfig())));

program
  .command('move')
  .description('copy the ledger from its file to PostgreSQL, all of it or nothing')
  .requiredOption('--to <url>', 'the database, or file: and the path of a file that holds its URL')
  .option('--again', 'copy anew over an earlier copy that no bridge has worked on', false)
  .action(({ to, again }: { to: string; again: boolean }) =>
    move({ dataDir: loadConfig().dataDir, to, again }, print),
  );

program
  .command('sandbox')
  .description('run the stand-ins for Entra and ServiceNow alone')
  .option(
    '--webhook <url>',
    'where approved tickets are announced',
    'http://127.0.0.1:8080/webhooks/servicenow-sandbox',
  )
  .action(async (options: { webhook: string }) => {
    const sandbox = await runSandbox(loadConfig(), options.webhook);
    print(`Sandbox: ${sandbox.url}`);
    stopOnSignal(() => sandbox.close());
  });

program
  .command('check')
  .description('check the configuration, every template and its examples')
  .action(async () => {
    const { lines, failed } = await check(process.env);
    lines.forEach(print);
    process.exitCode = failed ? 1 : 0;
  });

program
  .command('preview')
  .description('show what a ticket would become; nothing is sent')
  .argument('<ticket.json>', 'a ticket as examples have it')
  .option('--connector <name>', 'whose templates to use', 'servicenow')
  .action((file: string, options: { connector: string }) => {
    print(preview(file, options.connector, loadConfig().templatesDirs));
  });

program
  .command('backup')
  .description('copy the ledger of a running bridge; for SQLite, since PostgreSQL has pg_dump')
  .argument('<file>', 'the copy, a new file')
  .action((file: string) => {
    const bytes = backUp(loadConfig(), file);
    print(`${file}: ${bytes} bytes, checked`);
  });

program.parseAsync().catch((error: unknown) => {
  // Parts that were started hold the process, which would seem to run.
  process.stderr.write(`${explain(error)}\n`, () => process.exit(1));
});

function announce(consoleUrl: string, sandboxUrl: string | null): void {
  print(`\njml-bridge is running.\n\n  Console:  ${consoleUrl}`);
  if (!sandboxUrl) return;
  print(`  Sandbox:  ${sandboxUrl}  (raise a request, approve it as the manager, watch its notes)`);
  print('\nNothing leaves this machine. Add a bridge.yaml to work with a real tenant.\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
