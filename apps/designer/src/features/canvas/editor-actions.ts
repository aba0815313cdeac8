import { downstreamOf, type FlowEdge, type Position, refuseEdge, sameEdge, upstreamOf } from '@lockstep/schema/graph';
import { catalogue } from '../../steps/catalogue.ts';
import { type EditorUiStore, focusField, type StepKey } from '../../stores/editor-ui.ts';
import type { FlowStore } from '../../stores/flow-store.ts';
import { edgeId } from '../../stores/selection-slice.ts';
import { toast } from '../../ui/index.ts';
import { createAddActions } from './actions/add-actions.ts';
import { createArrangeActions } from './actions/arrange-actions.ts';
import type { CanvasPort } from './canvas-port.ts';
import { copySteps, pasteSteps } from './model/clipboard.ts';
import { foldedAround } from './model/fold.ts';
import { deleteSelection } from './model/gestures.ts';
import { type Direction, neighbour } from './model/neighbours.ts';
import { freePlace } from './model/places.ts';
import { moveAlong } from './model/reorder.ts';

export type EditorActions = ReturnType<typeof createEditorActions>;

/** Everything a person can do to an open flow, whatever starts it: key, menu, palette or pointer. */
export function createEditorActions(store: FlowStore, ui: EditorUiStore, canvas: CanvasPort) {
  const flow = () => store.getState().flow;
  const selected = () => store.getState().selection.nodes;
  /** With the scopes as they are folded on the canvas now. */
  const shown = () => foldedAround(flow(), selected());

  const pick = (nodes: readonly string[], options: { readonly focus?: boolean; readonly stay?: boolean } = {}) => {
    store.getState().select({ nodes });
    const [first] = nodes;
    if (first === undefined) return;
    if (options.stay !== true) canvas.reveal(first);
    if (options.focus === true) requestAnimationFrame(() => canvas.focus(first));
  };

  const adding = createAddActions({ store, ui, canvas, pick, shown });

  const connect = (edge: FlowEdge) => {
    const refusal = refuseEdge(flow(), edge, catalogue);
    if (refusal !== undefined) {
      toast({ kind: 'failed', title: 'These cannot be joined', detail: refusal });
      return;
    }
    store.getState().edit({ type: 'edge.add', edge });
  };

  const removeSelected = (heal: boolean) => {
    const { selection, edit } = store.getState();
    const gone = deleteSelection(flow(), selection, heal);
    if (gone !== undefined) edit(gone);
  };

  const copied = (): string | undefined => {
    const clip = copySteps(flow(), store.getState().selection);
    return clip === undefined ? undefined : JSON.stringify(clip, undefined, 2);
  };

  return {
    ...adding,
    ...createArrangeActions({ store, ui, canvas, pick, shown }),
    connect,
    pick,
    copied,
    removeSelected,
    reconnect: (before: FlowEdge, after: FlowEdge) => {
      if (sameEdge(before, after)) return;
      const without = { ...flow(), edges: flow().edges.filter((edge) => !sameEdge(edge, before)) };
      const refusal = refuseEdge(without, after, catalogue);
      if (refusal !== undefined) {
        toast({ kind: 'failed', title: 'These cannot be joined', detail: refusal });
        return;
      }
      const edits = [
        { type: 'edge.remove', edge: before },
        { type: 'edge.add', edge: after },
      ] as const;
      store.getState().edit({ type: 'batch', label: 'reconnect', edits: [...edits] });
    },
    removeEdge: (id: string) => {
      const edge = flow().edges.find((one) => edgeId(one) === id);
      if (edge !== undefined) store.getState().edit({ type: 'edge.remove', edge });
    },
    insertInto: (id: string, at: Position) => {
      const edge = flow().edges.find((one) => edgeId(one) === id);
      if (edge !== undefined) adding.openQuickAdd(at, { kind: 'edge', edge });
    },
    duplicate: () => {
      const clip = copySteps(flow(), store.getState().selection);
      if (clip === undefined) return;
      const corners = Object.values(clip.places);
      const at = freePlace(flow(), {
        x: Math.min(...corners.map(({ x }) => x)) + 40,
        y: Math.max(...corners.map(({ y }) => y)) + 160,
      });
      const { edit, ids } = pasteSteps(flow(), clip, at, { label: 'duplicate', scopeOf: ({ scope }) => scope });
      store.getState().edit(edit);
      store.getState().select({ nodes: ids });
    },
    selectAll: () => {
      const { nodes, edges, layout } = flow();
      store.getState().select({
        nodes: nodes.map(({ id }) => id),
        edges: edges.map(edgeId),
        notes: layout.notes.map(({ id }) => id),
      });
    },
    /** Selects everything that leads to the selected steps, or that they lead to, as well. */
    selectAlong: (way: 'before' | 'behind') => {
      const reach = way === 'before' ? upstreamOf : downstreamOf;
      const nodes = new Set([...selected(), ...selected().flatMap((id) => [...reach(flow(), id)])]);
      if (nodes.size > 0) pick([...nodes], { stay: true });
    },
    walk: (direction: Direction) => {
      const from = selected().at(-1) ?? flow().nodes[0]?.id;
      if (from === undefined) return;
      const next = selected().length === 0 ? from : neighbour(flow(), from, direction);
      if (next !== undefined) pick([next], { focus: true });
    },
    /** Enter and double-click: the selected step as a whole, or the text of a note; other keys go on in the step. */
    openStep: (stepKey?: StepKey) => {
      const [only] = selected();
      const [note] = store.getState().selection.notes;
      if (only === undefined && note !== undefined && stepKey === undefined) ui.setState({ renaming: note });
      if (only !== undefined) ui.setState({ stepView: only, stepKey });
    },
    /** Asks what the selected step is joined to. */
    openConnect: () => {
      if (store.getState().editable && selected().length > 0) ui.setState({ dialog: 'connect' });
    },
    /** The last selected step changes places with its neighbour on the way. */
    moveAlong: (way: 'earlier' | 'later') => {
      const id = selected().at(-1);
      if (id === undefined) return;
      const edit = moveAlong(flow(), id, way, ({ type }) => catalogue.get(type)?.kind === 'trigger');
      if (typeof edit === 'string') toast({ kind: 'failed', title: 'This step stays here', detail: edit });
      else store.getState().edit(edit);
    },
    openInspector: () => {
      const [only] = selected();
      const [note] = store.getState().selection.notes;
      if (only === undefined && note !== undefined) ui.setState({ renaming: note });
      if (only !== undefined) focusField(ui, only, undefined);
    },
    toggleDisabled: () => {
      const nodes = flow().nodes.filter(({ id }) => selected().includes(id));
      if (nodes.length === 0) return;
      const disabled = !nodes.every(({ policy }) => policy.disabled === true);
      const edits = nodes.map(({ id, policy: { disabled: _, ...policy } }) => ({
        type: 'node.policy' as const,
        node: id,
        policy: disabled ? { ...policy, disabled } : policy,
      }));
      const what = nodes.length === 1 ? `“${nodes[0]?.name}”` : `${nodes.length} steps`;
      store.getState().edit({ type: 'batch', label: `switch ${what} ${disabled ? 'off' : 'on'}`, edits });
    },
    nextProblem: (back = false) => {
      const { issues } = store.getState();
      const placed = issues.filter(({ node }) => node !== undefined);
      if (placed.length === 0) return;
      const focus = ui.getState().focus;
      const at = placed.findIndex(({ node, field }) => node === focus?.node && field === focus?.field);
      const next = placed[(at + (back ? -1 : 1) + placed.length) % placed.length];
      if (next?.node === undefined) return;
      pick([next.node]);
      ui.setState({ panel: 'problems' });
      focusField(ui, next.node, next.field);
    },
    canvas,
  };
}
