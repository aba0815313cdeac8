import type { FlowNode, Position } from '@lockstep/schema/graph';
import type { EditorUiStore } from '../../../stores/editor-ui.ts';
import type { FlowStore } from '../../../stores/flow-store.ts';
import { toast } from '../../../ui/index.ts';
import { pasteForeign } from '../model/foreign/foreign-edit.ts';
import { type Foreign, ofOperations, readForeign } from '../model/foreign/read-foreign.ts';

export interface PasteDesk {
  readonly store: FlowStore;
  readonly ui: EditorUiStore;
  readonly at: Position;
  readonly scopeOf: (node: FlowNode) => string | undefined;
}

/**
 * Pastes steps of another product and says what became of them; of a document with many operations a person says first which of them. Answers
 * the new steps; none when the text holds no steps, or none was chosen.
 */
export async function pasteForeignText(desk: PasteDesk, text: string): Promise<readonly string[]> {
  const read = await readForeign(text);
  switch (read?.kind) {
    case 'steps':
      return put(desk, read.foreign);
    case 'choice': {
      const { api } = read;
      const chosen = await new Promise<readonly number[]>((choose) =>
        desk.ui.setState({ dialog: 'operations', operations: { ...api, choose } }),
      );
      if (chosen.length === 0) return [];
      return put(
        desk,
        ofOperations(
          api,
          api.operations.filter((_, index) => chosen.includes(index)),
        ),
      );
    }
    case 'broken':
      toast({ kind: 'failed', title: 'This YAML cannot be read', detail: read.problem });
      return [];
    case undefined:
      toast({
        title: 'Nothing to paste',
        detail: 'The clipboard holds no steps of Lockstep, n8n or Node-RED, no curl command and no OpenAPI operation.',
      });
      return [];
    default:
      return read satisfies never;
  }
}

function put({ store, at, scopeOf }: PasteDesk, foreign: Foreign): readonly string[] {
  if (!store.getState().editable) return [];
  const { edit, ids } = pasteForeign(store.getState().flow, foreign, at, scopeOf);
  store.getState().edit(edit);
  toast({ kind: 'ok', title: `Pasted from ${foreign.from}`, detail: foreign.summary });
  return ids;
}
