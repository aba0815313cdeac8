import type { getDraft } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { Answer } from '../../api/index.ts';
import { zipFlows } from './flow-zip.ts';

/** Lets the browser save the drafts of flows as one archive. @returns why it could not */
export async function saveFlows(
  ids: readonly string[],
  draftOf: (flowId: string) => Promise<Answer<typeof getDraft>>,
): Promise<string | undefined> {
  const flows: Flow[] = [];
  for (const id of ids) {
    const draft = await draftOf(id);
    if (!draft.ok) return `${id}: ${draft.problem.detail ?? draft.problem.title}`;
    flows.push(draft.value.flow);
  }
  const data = new Uint8Array(zipFlows(flows));
  const url = URL.createObjectURL(new Blob([data], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'flows.zip';
  link.click();
  URL.revokeObjectURL(url);
  return undefined;
}
