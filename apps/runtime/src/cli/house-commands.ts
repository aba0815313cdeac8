import { type Command, Option } from 'commander';
import { ROLES } from '../config/role.ts';
import { runtimeUrl } from './client.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import { checkConfig, printConfig } from './config-commands.ts';
import { demo, dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { discardExceptions, EXCEPTION_STATUSES, listExceptions, retryExceptions } from './exception-commands.ts';
import { init } from './init.ts';
import type { CommandIo } from './io.ts';
import { crashOnSurprise, start } from './start.ts';
import { wholeNumber } from './whole-number.ts';

const json = () => new Option('--json', 'print JSON for programs');
const url = () =>
  new Option('--url <url>', 'address of the runtime (LOCKSTEP_URL, else this machine at LOCKSTEP_PORT)');

/** Commands that keep a house: to begin, to serve, to look whether all is well. */
export function addHouseCommands(root: Command, io: CommandIo): void {
  const command = (name: string, description: string) => root.command(name).description(description).addOption(json());
  const serving = (name: string, description: string) =>
    command(name, description)
      .option('--port <number>', 'port to listen on (LOCKSTEP_PORT, else 4700); 0 takes a free one', wholeNumber)
      .hook('preAction', () => crashOnSurprise(io));

  command('init [folder]', 'begin a folder for flows in git: one flow with a test, and what an editor needs').action(
    (folder: string | undefined, options) => init(folder ?? '.', options, io),
  );
  serving('start', 'start the runtime: hooks, API and designer')
    .addOption(new Option('--role <role>', 'what this process does (LOCKSTEP_ROLE, else all)').choices(ROLES))
    .action((options) => start(options, io));
  serving('demo', 'start the runtime with the simulated systems and the sample flows').action((options) =>
    demo(options, io),
  );
  serving('dev [folder]', 'start the runtime, its drafts following the flows of a folder at every change of a file')
    .option('--demo', 'with the simulated systems and the sample flows')
    .action((folder: string | undefined, options) => dev(folder, options, io));
  command('doctor', 'tell whether Lockstep can run here, and whether it does: Node, settings, port, data, clocks')
    .addOption(url())
    .action((options) => doctor({ ...options, url: runtimeUrl(options.url, io.env) }, io));
  root
    .command('completion')
    .description('print a script that completes commands and options: source <(lockstep completion bash)')
    .argument('<shell>', `one of ${SHELLS.join(', ')}`)
    .action((shell: string, _, self: Command) => {
      const known = SHELLS.find((each) => each === shell);
      if (!known) self.error(`error: there is no completion for "${shell}"; there is for ${SHELLS.join(', ')}`);
      else io.out(completionScript(root, known satisfies Shell).trimEnd());
    });
  const config = root.command('config').description('settings of the environment');
  const ofConfig = (name: string, description: string) =>
    config.command(name).description(description).addOption(json());
  ofConfig('check', 'check them as a start would; exit code 78 when one is wrong').action((options) =>
    checkConfig(options, io),
  );
  ofConfig('print', 'print every setting in force and where it comes from')
    .addOption(new Option('--redact', 'hide secrets, which is the default').conflicts('reveal'))
    .option('--reveal', 'print secrets too')
    .action((options) => printConfig(options, io));
  addExceptionCommands(root, io);
}

function addExceptionCommands(root: Command, io: CommandIo): void {
  const exceptions = root
    .command('exceptions')
    .alias('dlq')
    .description('runs that need a person: list, retry, discard');
  const command = (name: string, description: string) =>
    exceptions.command(name).description(description).addOption(json()).addOption(url());
  const remote = <T extends { readonly url?: string }>(options: T) => ({
    ...options,
    url: runtimeUrl(options.url, io.env),
  });
  command('list', 'list them, newest first')
    .alias('ls')
    .option('--flow <id>', 'only of this flow')
    .addOption(new Option('--status <status>', 'with this status').choices(EXCEPTION_STATUSES).default('open'))
    .option('--limit <number>', 'how many, at most 200', wholeNumber, 50)
    .action((options) => listExceptions(remote(options), io));
  command('retry [exception...]', 'try the failed steps again, in the same run and with the same idempotency keys')
    .option('--flow <id>', 'all open ones of this flow: first one, then more while they come to a good end')
    .option('--by <name>', 'who asks for it', 'command line')
    .action((ids: string[], options) => retryExceptions(ids, remote(options), io));
  command('discard <exception...>', 'give them up')
    .requiredOption('--reason <text>', 'why; it is kept')
    .option('--by <name>', 'who gives them up', 'command line')
    .action((ids: string[], options) => discardExceptions(ids, remote(options), io));
}
