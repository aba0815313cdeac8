import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { catalogue } from '@lockstep/nodes/catalogue';
import * as api from '@lockstep/schema/api';
import { compareSurroundings, type SeenTable, type Surroundings, tellSurrounding } from '@lockstep/schema/environments';
import { type Flow, serialiseJson } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { VariableName, VariableValue } from '@lockstep/schema/variables';
import { z } from 'zod';
import { csvOf } from '../http/table-csv.ts';
import { neededBy } from '../runner/flow-needs.ts';
import { type FoundSurroundings, readSurroundings } from '../runner/surroundings.ts';
import { apiAt, orFail } from './client.ts';
import {
  CONTRACT_SUFFIX,
  type ContractFile,
  contractFileText,
  problemText,
  readContractFile,
} from './contract-files.ts';
import { CommandError } from './exit.ts';
import { readTables, TABLE_SUFFIX } from './table-files.ts';

/** What lies beside the folders of flows. */
export const CONTRACTS_DIR = 'contracts';
export const TABLES_DIR = 'tables';
export const VARS_FILE = 'vars.example.json';

/** `vars.example.json`: what flows read, with the type and an example; of a secret only which one is meant. */
const VarsFile = z.record(VariableName, z.object({ held: VariableValue, description: z.string().default('') }));
type VarsFile = z.infer<typeof VarsFile>;

/** Contracts and tables of a folder; what is not there is empty. */
export interface Goods extends Surroundings {
  readonly contracts: readonly ContractFile[];
  readonly vars: VarsFile;
}

/** What flows of a runtime stand on, as `import --dir` and `diff` read it. */
export function surroundingsAt(flows: readonly Flow[], url: string): Promise<FoundSurroundings> {
  return readSurroundings(flows, { call: apiAt(url), catalogue, value: (answer) => orFail(answer, url) });
}

/** Writes contracts, tables and an example of the variables that flows name; files of those that none names any more are removed. */
export async function writeGoods(dir: string, flows: readonly Flow[], url: string): Promise<void> {
  const { contracts, tables } = await surroundingsAt(flows, url);
  await writeAll(
    join(dir, CONTRACTS_DIR),
    contracts.map((contract) => ({
      name: `${contract.name}${CONTRACT_SUFFIX}`,
      text: contractFileText({ ...contract, owner: contract.owner ?? '' }),
    })),
  );
  await writeAll(
    join(dir, TABLES_DIR),
    tables.flatMap(({ name, title, columns, tests, rows }) => [
      { name: `${name}.csv`, text: csvOf({ columns, tests, rows }) },
      { name: `${name}${TABLE_SUFFIX}`, text: serialiseJson({ title, columns, tests } as unknown as Json) },
    ]),
  );
  const needed = neededBy(flows, 'variable', catalogue);
  const known = needed.length === 0 ? [] : orFail(await apiAt(url)(api.listVariables, {}), url).variables;
  const vars = known.filter(({ name }) => needed.includes(name));
  if (vars.length === 0) return rm(join(dir, VARS_FILE), { force: true });
  const entries = vars.map(({ name, held, description }) => [name, { description, held }] as const);
  await writeFile(join(dir, VARS_FILE), serialiseJson(Object.fromEntries(entries) as unknown as Json));
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

async function writeAll(folder: string, files: readonly NamedText[]): Promise<void> {
  const isOurs = (name: string) => [CONTRACT_SUFFIX, TABLE_SUFFIX, '.csv'].some((suffix) => name.endsWith(suffix));
  for (const name of await readdir(folder).catch(() => []))
    if (isOurs(name) && !files.some((file) => file.name === name)) await rm(join(folder, name));
  if (files.length > 0) await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
}

/** @throws CommandError with the file, for what cannot be read */
export async function readGoods(dir: string): Promise<Goods> {
  const isThere = async (name: string) => (await stat(join(dir, name)).catch(() => undefined)) !== undefined;
  const files = await readdir(join(dir, CONTRACTS_DIR)).catch(() => []);
  const contracts: ContractFile[] = [];
  for (const name of files.filter((each) => each.endsWith(CONTRACT_SUFFIX)).sort()) {
    const file = join(dir, CONTRACTS_DIR, name);
    const { contract, problems } = await readContractFile(file);
    if (!contract || problems.length > 0) throw new CommandError(`${file}: ${problems.map(problemText).join(' ')}`);
    contracts.push(contract);
  }
  const tables = (await isThere(TABLES_DIR)) ? await readTables(join(dir, TABLES_DIR)) : [];
  const vars = (await isThere(VARS_FILE))
    ? readVars(join(dir, VARS_FILE), await readFile(join(dir, VARS_FILE), 'utf8'))
    : {};
  return { contracts, tables, vars };
}

function readVars(file: string, text: string): VarsFile {
  try {
    return VarsFile.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(
      `${basename(file)}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
}

export interface BringOptions {
  readonly url: string;
  readonly by: string;
  /** Also other rows of tables that are there: they hold for flows at once. */
  readonly withTables: boolean;
}

/**
 * Brings contracts and tables of a folder: new versions of contracts are published, tables that are not there created. Rows of a table that
 * is there are replaced only where it was asked for. Answers sentences about what was done, and what was left alone.
 *
 * @throws CommandError with the refusal
 */
export async function bringGoods(
  { contracts, tables, vars }: Goods,
  options: BringOptions,
): Promise<readonly string[]> {
  const { url } = options;
  const told: string[] = [];
  for (const contract of contracts) told.push(...(await bringContract(contract, options)));
  for (const table of tables) told.push(...(await bringTable(table, options)));
  const names = Object.keys(vars);
  const known = names.length === 0 ? [] : orFail(await apiAt(url)(api.listVariables, {}), url).variables;
  for (const name of names) {
    const there = known.find((each) => each.name === name);
    const type = vars[name]?.held.type;
    if (!there) told.push(`variable ${name} (${type}) is not there: lockstep vars set ${name} <value> --type ${type}`);
    else if (there.held.type !== type) told.push(`variable ${name} holds ${there.held.type} there, not ${type}`);
  }
  return told;
}

async function bringContract(file: ContractFile, { url, by }: BringOptions): Promise<readonly string[]> {
  const { name, version, ...document } = file;
  const call = apiAt(url);
  const { contracts } = orFail(await call(api.listContracts, {}), url);
  const there = contracts.find((each) => each.name === name && each.version === version);
  if (there) {
    const [difference] = compareSurroundings({ contracts: [there], tables: [] }, { contracts: [file], tables: [] });
    if (difference)
      throw new CommandError(`The contract ${name}@${version} is published there and means something else.`);
    return [];
  }
  const page = await call(api.getContract, { params: { name } });
  if (page.ok && page.value.draft)
    throw new CommandError(
      `The contract ${name} has a draft of ${page.value.draft.savedBy} there: it has to be published or discarded first.`,
    );
  const draft = page.ok
    ? orFail(
        await call(api.saveContractDraft, {
          params: { name },
          body: { document, basedOn: 0, by },
        }),
        url,
      )
    : orFail(await call(api.createContract, { body: { name, document, by } }), url);
  const body = { version, basedOn: draft.revision, note: 'Imported from files', by };
  orFail(await call(api.publishContract, { params: { name }, body }), url);
  return [`contract ${name}@${version} is published`];
}

async function bringTable(table: SeenTable, { url, by, withTables }: BringOptions): Promise<readonly string[]> {
  const { name, title = name, columns, tests, rows } = table;
  const call = apiAt(url);
  const note = 'Imported from files';
  const found = await call(api.getTable, { params: { name }, query: {} });
  if (!found.ok && found.code === 'not-found') {
    const body = { name, title, columns: [...columns], tests: [...tests], rows: [...rows], note, by };
    orFail(await call(api.createTable, { body }), url);
    return [`table ${name} is created with ${rows.length} rows`];
  }
  const there = orFail(found, url);
  const [difference] = compareSurroundings({ contracts: [], tables: [there] }, { contracts: [], tables: [table] });
  if (difference?.kind !== 'table') return [];
  const words = tellSurrounding(difference).text;
  if (!withTables) return [`${words}: left alone, bring them with --tables`];
  const put = difference.rows.flatMap((change) => (change.kind === 'removed' ? [] : [change.row]));
  const [first] = columns;
  const remove = difference.rows.flatMap((change) =>
    change.kind === 'removed'
      ? [{ key: change.before.cells[first?.name ?? ''] ?? '', ...(change.before.from && { from: change.before.from }) }]
      : [],
  );
  const body = {
    basedOn: there.newest,
    changes: { put, remove },
    title,
    columns: [...columns],
    tests: [...tests],
    note,
    by,
  };
  const { version } = orFail(await call(api.publishTable, { params: { name }, body }), url);
  return [`${words}: published as version ${version}`];
}
