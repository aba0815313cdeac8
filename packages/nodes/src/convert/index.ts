import { convertN8n } from './n8n/convert.ts';
import { N8nDocument } from './n8n/document.ts';
import { convertNodeRed } from './node-red/convert.ts';
import { RedDocument } from './node-red/document.ts';
import type { Conversion, NotReadable } from './report.ts';

export { type Conversion, countOutcomes, type NodeReport, type NotReadable, type Outcome } from './report.ts';

/**
 * A flow of another product as a draft of ours, with what became of each of its nodes. Never fails as a whole, and never guesses in
 * silence: what has no counterpart stands as a step that says what a person has to do.
 *
 * @param document what the product exports, parsed: an object of n8n, a list of Node-RED
 */
export function convertFlow(document: unknown): Conversion | NotReadable {
  if (Array.isArray(document)) {
    const red = RedDocument.safeParse(document);
    if (red.success && red.data.some(({ wires }) => wires !== undefined)) return convertNodeRed(red.data);
    return { problem: 'This list is no export of Node-RED: it has no nodes with an id, a type and wires.' };
  }
  const n8n = N8nDocument.safeParse(document);
  if (n8n.success && n8n.data.nodes.length > 0) return convertN8n(n8n.data);
  return { problem: 'This is neither an export of n8n nor of Node-RED: it has no list of nodes with names and types.' };
}
