import { type Flow, isFlow, readFlow } from '@lockstep/schema/graph';

/** The flow in a file's text, upgraded to today's format; or a sentence that says why there is none. */
export function readFlowFile(text: string): Flow | string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return `It is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const flow = readFlow(document);
  if (isFlow(flow)) return flow;
  const [first] = flow;
  return `${first?.field === undefined ? '' : `${first.field}: `}${first?.message ?? 'It cannot be read.'}`;
}
