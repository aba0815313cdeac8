import { BOARDS } from '@lockstep/schema/api';
import { RunStatus } from '@lockstep/schema/run';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isPassing } from '../store/journal/errors.ts';
import { bindCapability, listCapabilities, showCapability } from './capability-commands.ts';
import { testCapabilities } from './capability-tests.ts';
import { runtimeUrl } from './client.ts';
import { checkContracts, listContracts, showContract } from './contract-commands.ts';
import { convert } from './convert.ts';
import { diff } from './diff/diff-command.ts';
import { checkEnvironment, environmentUrl } from './environment.ts';
import { CommandError, EXIT } from './exit.ts';
import { exportFlow, importFlows, publish } from './flow-commands.ts';
import { exportFolders, importFolders } from './folder-commands.ts';
import { addHouseCommands } from './house-commands.ts';
import type { CommandIo } from './io.ts';
import { migrate } from './migrate.ts';
import { moveRuns } from './move-runs.ts';
import { promote } from './promote/promote-command.ts';
import { publishFolders } from './publish-folders.ts';
import { replay, replays } from './replay-commands.ts';
import { report } from './report.ts';
import { run, runs } from './run-commands.ts';
import { checkTables, exportTable, importTable, listTables } from './table-commands.ts';
import { test } from './test.ts';
import { topics } from './topic-commands.ts';
import { validate } from './validate.ts';
import { listVars, removeVar, setVar, VARIABLE_TYPES } from './variable-commands.ts';
import { wholeNumber } from './whole-number.ts';

const HELP = `
Exit codes: 0 done as asked, 1 failed or the answer is no, 2 the command line is wrong, 78 the environment is wrong.
Settings come from the environment: .env.example names them all.`;

const DIFF_HELP = `
Each side is a file, a folder of flows (or of one), <git ref>:<path> as git writes it, or flows of a runtime: order-to-erp@3,
order-to-erp@draft, order-to-erp@published, @draft and @published for all. A moved box is no difference.`;
const FLOW_OR_DIR = 'Name a flow, or give a folder with --dir.';
const FILES_OR_DIR = 'Give flow files, or a folder with --dir.';

/** Runs one command line (without `node` and the script). Never throws; answers the exit code. */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    await program(io).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    io.err(sentence(error));
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof CommandError) && isPassing(error)) {
    return `The database cannot be reached (${error.message}). Is DATABASE_URL right, and is PostgreSQL running there?`;
  }
  return error.message;
}

function program(io: CommandIo): Command {
  const json = () => new Option('--json', 'print JSON for programs');
  const url = () =>
    new Option('--url <url>', 'address of the runtime (LOCKSTEP_URL, else this machine at LOCKSTEP_PORT)');
  const takeOver = () => new Option('--take-over', 'also drafts that somebody has open, who is told of it');
  const withTables = () =>
    new Option('--tables', 'with --dir: also other rows of tables that are there; they hold at once');
  const remote = <T extends { readonly url?: string }>(options: T) => ({
    ...options,
    url: runtimeUrl(options.url, io.env),
  });

  const root = new Command('lockstep')
    .description(
      'Integration flows for retail: nothing accepted is lost, nothing is done twice, and everyone can see it.',
    )
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  const command = (name: string, description: string) => root.command(name).description(description).addOption(json());

  addHouseCommands(root, io);
  command('report', 'keep boards as a page that stands alone: drawings within, no script')
    .addOption(url())
    .option('--from <time>', 'beginning, as 2026-11-27 or 2026-11-27T08:00:00Z; left out: 24 hours before the end')
    .option('--to <time>', 'end; left out: now')
    .option('--boards <names>', 'which boards, with commas between', BOARDS.join())
    .option('-o, --out <file>', 'the page', 'report.html')
    .action((options) => report(remote(options), io));
  command('migrate', 'bring the database up to this version and end').action((options) => migrate(options, io));
  command('validate <path...>', 'check flow files without a runtime')
    .alias('check')
    .action((paths: string[], options) => validate(paths, options, io));
  command(
    'test <path...>',
    'run the tests of flow files and the samples of their maps, without a runtime and in virtual time',
  )
    .option('--tables <folder>', 'CSV files that look-ups ask, as `tables export` writes them')
    .option('--only <name>', 'only tests and samples with this id or name')
    .option('--seed <number>', 'chance is drawn from it; what each test says when left out', wholeNumber)
    .option('--coverage', 'tell what of each drawing the tests went through, and what not')
    .action((paths: string[], options) => test(paths, options, io));
  command('convert <file>', 'turn a flow of n8n or Node-RED into one of Lockstep, and say what became of each node')
    .option('--out <file>', 'write the flow to a file')
    .action((file: string, options) => convert(file, options, io));
  command('import [path...]', 'save flow files as drafts, creating flows that are not there')
    .addOption(url())
    .option('--dir <folder>', 'folders of flows, as `export --dir` writes them: all of them, or none')
    .addOption(takeOver())
    .addOption(withTables())
    .option('--by <name>', 'who imports', 'command line')
    .action((paths: string[], options) => {
      if (paths.length > 0 === (options.dir !== undefined)) throw new CommandError(FILES_OR_DIR, EXIT.usage);
      return options.dir === undefined
        ? importFlows(paths, remote(options), io)
        : importFolders(options.dir, remote(options), io);
    });
  command('export [flow]', 'print the draft of a flow, or one of its versions; or write flows as folders for git')
    .addOption(url())
    .option('--flow-version <number>', 'published version instead of the draft', wholeNumber)
    .option('--out <file>', 'write to a file')
    .option('--dir <folder>', 'write each flow as a folder: one flow, or all where none is named')
    .option('--published', 'with --dir: the newest versions instead of the drafts')
    .action((flow: string | undefined, options) => {
      if (options.dir !== undefined) return exportFolders(flow, remote(options), io);
      if (flow === undefined) throw new CommandError('Name a flow, or give a folder with --dir.', EXIT.usage);
      return exportFlow(flow, remote(options), io);
    });
  command(
    'diff <before> <after>',
    'tell what flows mean differently: steps, wires, scripts, settings, contracts, tables',
  )
    .addOption(url())
    .option('--markdown', 'print Markdown for a comment of a pull request')
    .option('--exit-code', 'exit code 1 where a flow means something else')
    .addHelpText('after', DIFF_HELP)
    .action((before: string, after: string, options) => diff([before, after], remote(options), io));
  command('publish [flow]', 'publish the draft as the next version; or folders of flows, where they mean something new')
    .addOption(url())
    .option('--dir <folder>', 'folders of flows, as `export --dir` writes them, in the place of a draft')
    .option(
      '--env <name>',
      'environment the runtime must serve; its address is in LOCKSTEP_URL_<NAME>, or given with --url',
    )
    .option('--note <text>', 'what changed and why', '')
    .option('--by <name>', 'who publishes', 'command line')
    .addOption(takeOver())
    .addOption(withTables())
    .option(
      '--override <reason>',
      'publish although samples fail, where the installation allows it; the reason is kept',
    )
    .action(async (flow: string | undefined, options) => {
      if ((flow === undefined) === (options.dir === undefined)) throw new CommandError(FLOW_OR_DIR, EXIT.usage);
      const there = { ...options, url: environmentUrl(options, io.env) };
      if (flow === undefined) return publishFolders(there, io);
      await checkEnvironment(there.url, options.env);
      return publish(flow, there, io);
    });
  command(
    'promote [flow...]',
    'bring published flows from one environment to another; tells what would happen unless --go is given',
  )
    .requiredOption(
      '--from <place>',
      'name of an environment (its address in LOCKSTEP_URL_<NAME>), or address of a runtime',
    )
    .requiredOption('--to <place>', 'name of an environment, or address of a runtime')
    .option('--go', 'publish there')
    .option('--accept', 'answer what the plan asks with yes')
    .option('--by <name>', 'who promotes', 'command line')
    .action((flows: string[], options) => promote(flows, options, io));
  command('move-runs <flow>', 'move runs that wait to another version; tells what would happen unless --go is given')
    .addOption(url())
    .requiredOption('--to <version>', 'published version they go on in', wholeNumber)
    .option('--from <version>', 'only runs of this version', wholeNumber)
    .option('--go', 'move them')
    .option('--by <name>', 'who moves them', 'command line')
    .action((flow: string, options) => moveRuns(flow, remote(options), io));
  command('run <flow>', 'start the published version by hand')
    .addOption(url())
    .requiredOption('--message <json>', 'the message: JSON, @file, or - for standard input')
    .option('--node <id>', 'start to use; the first when left out')
    .option('--wait', 'wait for the end; exit code 1 when it is not done')
    .option('--timeout <seconds>', 'longest wait', wholeNumber, 60)
    .action((flow: string, options) => run(flow, remote(options), io));
  command('runs', 'list runs, newest first')
    .addOption(url())
    .option('--flow <id>', 'only of this flow')
    .addOption(new Option('--status <status>', 'only with this status').choices(RunStatus.options))
    .option('--search <text>', 'run id or business key, or its beginning; or a search field: email:ann@example.org')
    .option('--limit <number>', 'how many, at most 200', wholeNumber, 20)
    .action((options) => runs(remote(options), io));
  command('topics [topic]', 'list topics, or show one with its readers')
    .addOption(url())
    .option('--events <number>', 'the newest events of the topic, at most 200', wholeNumber)
    .option('--key <key>', 'only events about this key')
    .action((topic: string | undefined, options) => topics(topic, remote(options), io));
  const contracts = root.command('contracts').description('contracts of the registry, and contract files');
  const ofContracts = (name: string, description: string) =>
    contracts.command(name).description(description).addOption(json()).addOption(url());
  ofContracts('list', 'list contracts with state, newest version, owner and use').action((options) =>
    listContracts(remote(options), io),
  );
  ofContracts('show <contract>', 'show a contract (order, order@1, order@1.4.0), its versions and who uses it')
    .option('--types', 'print its TypeScript declarations')
    .option('--out <file>', 'write it as a contract file')
    .action((ref: string, options) => showContract(ref, remote(options), io));
  ofContracts('check <file...>', 'check contract files, and how they stand to what is published')
    .option('--offline', 'compare with what ships with Lockstep only')
    .action((files: string[], options) => checkContracts(files, remote(options), io));
  const capabilities = root.command('capabilities').description('what business flows call, and which flows serve it');
  const ofCapabilities = (name: string, description: string) =>
    capabilities.command(name).description(description).addOption(json()).addOption(url());
  ofCapabilities('list', 'list capabilities with what serves them').action((options) =>
    listCapabilities(remote(options), io),
  );
  ofCapabilities('show <capability>', 'show who offers and calls it, its bindings, and how its comparison goes').action(
    (name: string, options) => showCapability(name, remote(options), io),
  );
  ofCapabilities(
    'test [capability]',
    'hold every flow that offers one to its contracts, without a system; exit code 1 when a promise is not kept',
  )
    .option('--files <path...>', 'flow files or folders of flows, instead of what the runtime has published')
    .option('--tables <folder>', 'with --files: CSV files that look-ups ask, as `tables export` writes them')
    .action((name: string | undefined, options) => testCapabilities(name, remote(options), io));
  ofCapabilities('bind <capability>', 'change which flows serve it; what is not given stays as it is')
    .option('--flow <flow>', 'the flow that serves')
    .option('--share <flow=percent>', 'this share of the business keys goes to another flow')
    .option('--no-share', 'no share any more')
    .option('--shadow <flow[=percent]>', 'have a second flow answer too, and compare')
    .option('--no-shadow', 'compare no more')
    .option('--file <json>', 'a whole binding, with its rules, instead of the one in force')
    .option('--open-runs', 'also for runs under way that have not called it yet')
    .option('--note <text>', 'why', '')
    .option('--by <name>', 'who changes it', 'command line')
    .action((name: string, options) => bindCapability(name, remote(options), io));
  const tables = root.command('tables').description('cross-reference tables: list, export, import and check them');
  const tableCommand = (name: string, description: string) =>
    tables.command(name).description(description).addOption(json()).addOption(url());
  tableCommand('list', 'list tables with their versions, and the flows that read them').action((options) =>
    listTables(remote(options), io),
  );
  tableCommand('export <table>', 'print a table as CSV')
    .option('--table-version <number>', 'an earlier version', wholeNumber)
    .option('--out <file>', 'write to a file')
    .action((table: string, options) => exportTable(table, remote(options), io));
  tableCommand('import <table> <file>', 'compare a CSV file with a table; publishes it with --go')
    .option('--replace', 'remove rows that the file does not have')
    .option('--go', 'publish the next version')
    .option('--note <text>', 'what changed and why', '')
    .option('--by <name>', 'who publishes', 'command line')
    .action((table: string, file: string, options) => importTable(table, file, remote(options), io));
  tableCommand('check [table]', 'run the tests of tables; exit code 1 when one fails').action(
    (table: string | undefined, options) => checkTables(table, remote(options), io),
  );
  const vars = root.command('vars').description('variables of an environment, which flows read as vars.<name>');
  const varCommand = (name: string, description: string) =>
    vars.command(name).description(description).addOption(json()).addOption(url());
  const noted = (one: Command) =>
    one.option('--note <text>', 'why', '').option('--by <name>', 'who changes it', 'command line');
  varCommand('list', 'list variables with their values, and the flows that read them').action((options) =>
    listVars(remote(options), io),
  );
  noted(varCommand('set <name> <value>', 'create or change a variable'))
    .addOption(new Option('--type <type>', 'what it holds; as before, else text').choices(VARIABLE_TYPES))
    .option('--description <text>', 'what it is for')
    .action((name: string, value: string, options) => setVar(name, value, remote(options), io));
  noted(varCommand('remove <name>', 'remove a variable that no published flow reads')).action((name: string, options) =>
    removeVar(name, remote(options), io),
  );
  command('replay <topic>', 'send events of a topic into a flow once more; counts them first')
    .addOption(url())
    .requiredOption('--into <flow>', 'published flow that listens to the topic')
    .option('--node <id>', 'start of the flow; the first that listens when left out')
    .option('--from <time>', 'events that came at this time or later')
    .option('--to <time>', 'events that came before this time')
    .option('--key <pattern>', 'only events about this key; * stands for any text')
    .option('--when <expression>', 'only events for which it holds')
    .option('--rate <number>', 'runs a second at most', positive)
    .option('--dry-run', 'only count')
    .option('--wait', 'wait for the end; exit code 1 when it ends early')
    .option('--timeout <seconds>', 'longest wait', wholeNumber, 600)
    .option('--by <name>', 'who replays', 'command line')
    .action((topic: string, options) => replay(topic, remote(options), io));
  command('replays', 'list replays, newest first; or pause, resume or end one')
    .addOption(url())
    .option('--topic <topic>', 'only of this topic')
    .option('--limit <number>', 'how many, at most 100', wholeNumber, 20)
    .option('--pause <replay>', 'let it rest')
    .option('--resume <replay>', 'let it go on')
    .option('--abort <replay>', 'end it; runs it has begun go on')
    .option('--by <name>', 'who ends it', 'command line')
    .action((options) => replays(remote(options), io));
  return root;
}

function positive(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return Number(text);
}
