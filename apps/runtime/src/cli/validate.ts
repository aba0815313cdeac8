import { catalogue } from '@lockstep/nodes/catalogue';
import { contracts } from '@lockstep/schema/contracts';
import {
  callsOf,
  checkCalls,
  type Flow,
  type Issue,
  isCallable,
  isError,
  isFlow,
  validateFlow,
} from '@lockstep/schema/graph';
import { scriptIssues, wireIssues } from '../http/flow-issues.ts';
import { CommandError, EXIT } from './exit.ts';
import { flowFiles, issueText, readFlowFile } from './flow-files.ts';
import type { CommandIo } from './io.ts';

/**
 * `lockstep validate <path...>`: everything that can be said without a runtime. Connections and addresses are checked at
 * publishing, and so are calls of flows that are not among the files.
 */
export async function validate(
  paths: readonly string[],
  { json }: { readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const results = (await readChecked(paths)).map(({ file, issues }) => ({ file, issues }));
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

/** The flow files at `paths`, each with everything wrong or doubtful in it. `flow` is absent where the file holds none. */
export async function readChecked(
  paths: readonly string[],
): Promise<readonly { readonly file: string; readonly flow?: Flow; readonly issues: readonly Issue[] }[]> {
  const files = (await Promise.all(paths.map(flowFiles))).flat();
  const read = await Promise.all(files.map(async (file) => ({ file, flow: await readFlowFile(file) })));
  const flows = new Map(read.flatMap(({ flow }) => (isFlow(flow) ? [[flow.id, flow] as const] : [])));
  return read.map(({ file, flow }) =>
    isFlow(flow) ? { file, flow, issues: issuesOf(flow, flows) } : { file, issues: flow },
  );
}

function issuesOf(flow: Flow, flows: ReadonlyMap<string, Flow>): readonly Issue[] {
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
    ...wireIssues(flow, catalogue, contracts),
    ...calls,
  ];
}
