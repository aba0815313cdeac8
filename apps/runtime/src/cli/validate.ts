import { catalogue } from '@lockstep/nodes/catalogue';
import { type Contract, contracts } from '@lockstep/schema/contracts';
import {
  callsOf,
  checkCalls,
  checkLayerCalls,
  type Flow,
  type Issue,
  isCallable,
  isError,
  isFlow,
  validateFlow,
} from '@lockstep/schema/graph';
import { checkOwners } from '@lockstep/schema/wires';
import { scriptIssues, wireIssues } from '../http/flow-issues.ts';
import { asContract, CONTRACT_SUFFIX, type ReadContract, readContractFile } from './contract-files.ts';
import { CommandError, EXIT } from './exit.ts';
import { flowFiles, issueText, readFlowFile } from './flow-files.ts';
import type { CommandIo } from './io.ts';

/**
 * `lockstep validate <path...>`: everything that can be said without a runtime. Connections and addresses are checked at
 * publishing, and so are calls of flows, and names of contracts, that are not among the files (`*.contract.json`).
 */
export async function validate(
  paths: readonly string[],
  { json }: { readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const { flows, contracts: found } = await readChecked(paths);
  const results = [...flows, ...found.map(contractResult)].map(({ file, issues }) => ({ file, issues }));
  const errors = results.flatMap(({ issues }) => issues.filter(isError)).length;
  if (json) io.out(JSON.stringify({ ok: errors === 0, files: results }, null, 2));
  else {
    for (const { file, issues } of results) {
      io.out(
        issues.length === 0
          ? `${file}: good`
          : [`${file}:`, ...issues.map((issue) => `  ${issueText(issue)}`)].join('\n'),
      );
    }
  }
  if (errors > 0) throw new CommandError(`${errors} ${errors === 1 ? 'error' : 'errors'}.`, EXIT.failed);
}

export interface CheckedFlow {
  readonly file: string;
  /** Absent where the file holds none. */
  readonly flow?: Flow;
  readonly issues: readonly Issue[];
}

/** The files at `paths`, each with everything wrong or doubtful in it: flows, and contracts that they may name. */
export async function readChecked(
  paths: readonly string[],
): Promise<{ readonly flows: readonly CheckedFlow[]; readonly contracts: readonly ReadContract[] }> {
  const all = (await Promise.all(paths.map(flowFiles))).flat();
  const files = all.filter((file) => !file.endsWith(CONTRACT_SUFFIX));
  const found = await Promise.all(all.filter((file) => file.endsWith(CONTRACT_SUFFIX)).map(readContractFile));
  const known = [...contracts, ...found.flatMap(({ contract }) => (contract ? [asContract(contract)] : []))];
  const read = await Promise.all(files.map(async (file) => ({ file, flow: await readFlowFile(file) })));
  const flows = new Map(read.flatMap(({ flow }) => (isFlow(flow) ? [[flow.id, flow] as const] : [])));
  const checked = read.map(({ file, flow }) =>
    isFlow(flow) ? { file, flow, issues: issuesOf(flow, flows, known) } : { file, issues: flow },
  );
  return { flows: checked, contracts: found };
}

function contractResult({ file, problems }: ReadContract): CheckedFlow {
  const issues = problems.map(({ path, message }): Issue => {
    return { severity: 'error', code: 'contract-invalid', message, ...(path !== '' && { field: path }) };
  });
  return { file, issues };
}

function issuesOf(flow: Flow, flows: ReadonlyMap<string, Flow>, known: readonly Contract[]): readonly Issue[] {
  const calls = checkCalls(flow, catalogue, {
    calleeOf({ flowId }) {
      const callee = flows.get(flowId);
      if (!callee) return { state: 'unseen' };
      return { state: isCallable(callee, catalogue) ? 'callable' : 'not-callable' };
    },
    callees(flowId) {
      const callee = flows.get(flowId);
      return callee ? callsOf(callee, catalogue).map((call) => call.flowId) : [];
    },
  });
  return [
    ...validateFlow(flow, catalogue),
    ...scriptIssues(flow, catalogue),
    ...wireIssues(flow, catalogue, known),
    ...checkOwners(flow, catalogue, known),
    ...calls,
    ...checkLayerCalls(flow, catalogue, (id) => {
      const callee = flows.get(id);
      return callee ? (callee.settings.layer ?? 'none') : 'unseen';
    }),
  ];
}
