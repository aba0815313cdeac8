import type { NodeReport } from '@lockstep/nodes/convert';
import { type Flow, isFlow, readFlow } from '@lockstep/schema/graph';

export interface ReadFlow {
  readonly flow: Flow;
  /** What became of each node, where the file is of another product. */
  readonly report?: readonly NodeReport[];
  /** That product. */
  readonly from?: 'n8n' | 'node-red';
}

/**
 * The flow in a file's text: one of ours upgraded to today's format, one of n8n or Node-RED as a draft; or a sentence that says why
 * there is none.
 */
export async function readFlowFile(text: string): Promise<ReadFlow | string> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return `It is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const flow = readFlow(document);
  if (isFlow(flow)) return { flow };
  const { convertFlow } = await import('@lockstep/nodes/convert');
  const converted = convertFlow(document);
  if (!('problem' in converted)) return converted;
  const [first] = flow;
  return `${first?.field === undefined ? '' : `${first.field}: `}${first?.message ?? 'It cannot be read.'}`;
}
