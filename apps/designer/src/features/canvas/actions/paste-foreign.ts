import type { FlowNode, Position } from '@lockstep/schema/graph';
import type { FlowStore } from '../../../stores/flow-store.ts';
import { toast } from '../../../ui/index.ts';
import { pasteForeign } from '../model/foreign/foreign-edit.ts';
import { readForeign } from '../model/foreign/read-foreign.ts';

/** Pastes steps of another product and says what became of them. Answers the new steps; none when the text holds no steps. */
export function pasteForeignText(
  store: FlowStore,
  text: string,
  at: Position,
  scopeOf: (node: FlowNode) => string | undefined,
): readonly string[] {
  const foreign = readForeign(text);
  if (foreign === undefined) {
    toast({
      title: 'Nothing to paste',
      detail: 'The clipboard holds no steps of Lockstep, n8n or Node-RED, no curl command and no OpenAPI operation.',
    });
    return [];
  }
  const { edit, ids } = pasteForeign(store.getState().flow, foreign, at, scopeOf);
  store.getState().edit(edit);
  toast({ kind: 'ok', title: `Pasted from ${foreign.from}`, detail: foreign.summary });
  return ids;
}
