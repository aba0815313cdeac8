import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import * as api from '@lockstep/schema/api';
import { findCapability } from '@lockstep/schema/capabilities';
import { contracts as builtIn, type Contract, findContract } from '@lockstep/schema/contracts';
import { bindingsOf, type Flow, isError } from '@lockstep/schema/graph';
import { createContractChecker } from '../runner/contracts.ts';
import { type OfferReport, type OfferTest, testOffer } from '../runner/flow-tests/offer-tests.ts';
import { type FixedTable, withFixedTables } from '../runner/tables/fixed-tables.ts';
import { createSandbox } from '../sandbox/index.ts';
import { apiAt, orFail } from './client.ts';
import { asContract } from './contract-files.ts';
import { CommandError } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';
import { readTables } from './table-files.ts';
import { readChecked } from './validate.ts';

export interface CapabilityTestOptions extends RemoteOptions {
  /** Flow files or folders of flows, instead of what a runtime has published. */
  readonly files?: readonly string[];
  /** Folder of the tables that look-ups ask, for `files`. */
  readonly tables?: string;
}

/** What offers capabilities, with what it needs to be tried. */
interface Offering {
  readonly flows: readonly Flow[];
  readonly contracts: readonly Contract[];
  readonly tables: readonly FixedTable[];
}

/**
 * `lockstep capabilities test [capability]`: every flow that offers one is held to its contracts, in this process and without another
 * system. Fails when a promise is not kept, and when nothing offers anything.
 */
export async function testCapabilities(
  name: string | undefined,
  options: CapabilityTestOptions,
  io: CommandIo,
): Promise<void> {
  if (name !== undefined && !findCapability(name)) throw new CommandError(`There is no capability "${name}".`);
  const { flows, contracts, tables } = await (options.files
    ? offeredByFiles(options.files, options.tables)
    : offeredAt(options.url, name));
  const sandbox = await createSandbox({ size: 1 });
  const reports: OfferReport[] = [];
  try {
    const parts = {
      ...{ catalogue, runs, sandbox: withFixedTables(sandbox, tables), contracts: createContractChecker(contracts) },
      findContract: (ref: string) => findContract(ref, contracts),
    };
    for (const flow of flows) {
      const report = await testOffer(flow, parts);
      if (report && (name === undefined || report.capability === name)) reports.push(report);
    }
  } finally {
    await sandbox.close();
  }
  reports.sort((a, b) => (`${a.capability} ${a.flowId}` < `${b.capability} ${b.flowId}` ? -1 : 1));
  const tests = reports.flatMap((report) => report.tests);
  const failed = tests.filter(({ state }) => state === 'failed').length;
  const isGood = failed === 0 && reports.length > 0;
  if (options.json) io.out(JSON.stringify({ ok: isGood, flows: reports }, null, 2));
  else if (reports.length > 0) {
    io.out(columns([['capability', 'flow', '', 'test and what came of it'], ...reports.flatMap(rowsOf)]));
    const flowsHeld = `${reports.length} ${reports.length === 1 ? 'flow' : 'flows'}`;
    io.out(`${tests.length} tests of ${flowsHeld}, ${failed} failed.`);
  }
  if (reports.length === 0) throw new CommandError(`No flow offers ${name ?? 'a capability'}.`);
  if (failed > 0) throw new CommandError(`${failed} ${failed === 1 ? 'promise is' : 'promises are'} not kept.`);
}

const WORDS = { ok: 'ok', warning: 'warning', failed: 'FAIL' } as const;

/** A line for each sentence of a result; what it is about stands in the first. */
function rowsOf({ capability, flowId, tests }: OfferReport): readonly (readonly string[])[] {
  return tests.flatMap(({ name, state, result }: OfferTest, at) => {
    const [first = '', ...others] = result;
    const about = at === 0 ? [capability, flowId] : ['', ''];
    return [[...about, WORDS[state], `${name}: ${first}`], ...others.map((each) => ['', '', '', each])];
  });
}

async function offeredByFiles(paths: readonly string[], tables: string | undefined): Promise<Offering> {
  const { flows: files, contracts: found } = await readChecked(paths);
  const broken = files.filter(({ flow, issues }) => !flow || issues.some(isError));
  if (broken.length > 0) {
    const names = broken.map(({ file }) => file).join(', ');
    throw new CommandError(`These have errors, see \`lockstep validate\`: ${names}.`);
  }
  const own = found.flatMap(({ contract }) => (contract ? [asContract(contract)] : []));
  return {
    flows: files.flatMap(({ flow }) => (flow ? [flow] : [])),
    contracts: [...builtIn, ...own],
    tables: tables === undefined ? [] : await readTables(tables),
  };
}

/** The newest published versions that offer something, with the contracts and tables they are published with. */
async function offeredAt(url: string, name: string | undefined): Promise<Offering> {
  const call = apiAt(url);
  const { capabilities } = orFail(await call(api.listCapabilities, {}), url);
  const offers = capabilities.filter((each) => name === undefined || each.name === name).flatMap((each) => each.offers);
  const flows: Flow[] = [];
  for (const { flowId, version } of offers) {
    flows.push(orFail(await call(api.getVersion, { params: { flowId, version } }), url).flow);
  }
  const tables: FixedTable[] = [];
  for (const table of new Set(flows.flatMap((flow) => bindingsOf(flow).tables))) {
    tables.push(orFail(await call(api.getTable, { params: { name: table }, query: {} }), url));
  }
  const { contracts } = orFail(await call(api.listContracts, {}), url);
  return { flows, contracts: contracts as readonly Contract[], tables };
}
