import { catalogue } from '@lockstep/nodes/catalogue';
import { contracts } from '@lockstep/schema/contracts';
import { type Issue, isError, isFlow, validateFlow } from '@lockstep/schema/graph';
import { scriptIssues, wireIssues } from '../http/flow-issues.ts';
import { CommandError, EXIT } from './exit.ts';
import { flowFiles, issueText, readFlowFile } from './flow-files.ts';
import type { CommandIo } from './io.ts';

/** `lockstep validate <path...>`: everything that can be said without a runtime. Connections and addresses are checked at publishing. */
export async function validate(
  paths: readonly string[],
  { json }: { readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const files = (await Promise.all(paths.map(flowFiles))).flat();
  const results = await Promise.all(files.map(async (file) => ({ file, issues: await issuesOf(file) })));
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

async function issuesOf(file: string): Promise<readonly Issue[]> {
  const flow = await readFlowFile(file);
  return isFlow(flow)
    ? [...validateFlow(flow, catalogue), ...scriptIssues(flow, catalogue), ...wireIssues(flow, catalogue, contracts)]
    : flow;
}
