import { type Flow, type FlowNode, type Position, SCOPE_PORT } from '@lockstep/schema/graph';
import { portsOf } from '@lockstep/schema/node';
import { initialParams } from '../../../forms/initial-params.ts';
import { catalogue } from '../../../steps/catalogue.ts';
import type { EditorUiStore, QuickAddTarget } from '../../../stores/editor-ui.ts';
import type { FlowStore } from '../../../stores/flow-store.ts';
import type { CanvasPort } from '../canvas-port.ts';
import { type Clip, parseClip, pasteSteps } from '../model/clipboard.ts';
import { frameAt, framesOf } from '../model/frames.ts';
import { CARD_WIDTH, COLUMN_STEP, HEADER_HEIGHT, isLowPort } from '../model/geometry.ts';
import { addStep } from '../model/gestures.ts';
import { placeAfter, placesOf } from '../model/places.ts';
import { replaceStep } from '../model/replace.ts';
import { behindPort, stepsOfTemplate } from '../model/template.ts';

export interface AddDesk {
  readonly store: FlowStore;
  readonly ui: EditorUiStore;
  readonly canvas: CanvasPort;
  readonly pick: (nodes: readonly string[], options?: { readonly focus?: boolean; readonly stay?: boolean }) => void;
  /** The flow with its scopes as they are folded on the canvas now. */
  readonly shown: () => Flow;
}

/** Ways to new steps: one of a type, those of a template, those of the clipboard, one in the place of another. */
export function createAddActions({ store, ui, canvas, pick, shown }: AddDesk) {
  const flow = () => store.getState().flow;
  const selected = () => store.getState().selection.nodes;

  /** Behind the one selected step when it has a free port, else where the person looks. */
  const naturalTarget = (): QuickAddTarget => {
    const [only, ...others] = selected();
    const port = only !== undefined && others.length === 0 ? freePort(flow(), only) : undefined;
    if (only !== undefined && port !== undefined) return { kind: 'port', from: only, port };
    const middle = canvas.toFlow(canvas.middle());
    return { kind: 'place', at: { x: middle.x - CARD_WIDTH / 2, y: middle.y - HEADER_HEIGHT / 2 } };
  };

  const add = (type: string, target: QuickAddTarget = naturalTarget(), settings: FlowNode['params'] = {}) => {
    const definition = catalogue.get(type);
    if (definition === undefined || !store.getState().editable) return;
    const params = { ...initialParams(flow(), definition), ...settings };
    if (target.kind === 'replace') {
      const edit = replaceStep(flow(), target.node, { definition, params, settings, catalogue });
      if (edit !== undefined) store.getState().edit(edit);
      ui.setState({ quickAdd: undefined, inspectorOpen: true });
      pick([target.node], { focus: true });
      return;
    }
    const isTrigger = definition.kind === 'trigger';
    const place: Exclude<QuickAddTarget, { kind: 'replace' }> =
      isTrigger && target.kind !== 'place' ? triggerPlace(flow()) : target;
    const { edit, id } = addStep(flow(), definition, params, place, catalogue);
    store.getState().edit(edit);
    ui.setState({ quickAdd: undefined, inspectorOpen: true });
    // Whoever lets a step go at a place sees that place already: the view must not jump under the hand.
    pick([id], { focus: true, stay: place.kind === 'place' && place.exact === true });
  };

  const putClip = (clip: Clip, at: Position, label?: string): readonly string[] => {
    const scope = frameAt(framesOf(shown(), placesOf(flow()), catalogue), at);
    const { edit, ids } = pasteSteps(flow(), clip, at, {
      ...(label !== undefined && { label }),
      scopeOf: (node) => (standsInScope(node) ? scope : undefined),
    });
    store.getState().edit(edit);
    store.getState().select({ nodes: ids });
    return ids;
  };

  return {
    add,
    putClip,
    openQuickAdd: (at?: Position, target?: QuickAddTarget) => {
      if (!store.getState().editable) return;
      const goal = target ?? naturalTarget();
      ui.setState({ quickAdd: { at: at ?? canvas.middle(), target: goal } });
    },
    /** Chooses what takes the place of the one selected step. */
    openReplace: () => {
      const [only, ...others] = selected();
      if (only === undefined || others.length > 0 || !store.getState().editable) return;
      const place = placesOf(flow())[only];
      const at = place === undefined ? canvas.middle() : canvas.toScreen({ x: place.x + CARD_WIDTH, y: place.y });
      ui.setState({ quickAdd: { at, target: { kind: 'replace', node: only } } });
    },
    /** Puts the steps of a whole flow here; behind a port without its starts, and joined to it. */
    addTemplate: (template: Flow, target: QuickAddTarget = naturalTarget()) => {
      if (!store.getState().editable) return;
      ui.setState({ quickAdd: undefined });
      if (target.kind === 'place') {
        putClip(stepsOfTemplate(template, catalogue, true), target.at, `add “${template.name}”:`);
        return;
      }
      if (target.kind !== 'port') return;
      const { from, port } = target;
      const at = target.at ?? placeAfter(flow(), from, 0, port);
      const { edit, ids } = behindPort(flow(), { template, from, port, at, catalogue });
      if (ids.length === 0) return;
      store.getState().edit(edit);
      pick(ids);
    },
    /** Puts what a text of the clipboard holds where the pointer is: our steps, or those of another product. False when it holds none. */
    paste: async (text: string): Promise<boolean> => {
      if (!store.getState().editable) return false;
      const at = canvas.toFlow(canvas.pointer() ?? canvas.middle());
      const clip = parseClip(text);
      if (clip !== undefined) {
        putClip(clip, at);
        return true;
      }
      const { pasteForeignText } = await import('./paste-foreign.ts');
      const scope = frameAt(framesOf(shown(), placesOf(flow()), catalogue), at);
      const scopeOf = (node: FlowNode) => (standsInScope(node) ? scope : undefined);
      const ids = await pasteForeignText({ store, ui, at, scopeOf }, text);
      if (ids.length > 0) pick(ids);
      return ids.length > 0;
    },
  };
}

/** A start, and an answer to the caller, belong to the run as a whole. */
function standsInScope({ type }: FlowNode): boolean {
  const definition = catalogue.get(type);
  return definition?.kind !== 'trigger' && definition?.responds !== true;
}

/** The first port nothing leaves from yet, error and undo aside; the first good port when all are taken. */
function freePort(flow: Flow, id: string): string | undefined {
  const node = flow.nodes.find((one) => one.id === id);
  const definition = node && catalogue.get(node.type);
  if (node === undefined || definition === undefined) return undefined;
  const good = portsOf(definition, node.params).filter((port) => !isLowPort(port));
  const used = new Set(flow.edges.filter(({ from }) => from === id).map(({ port }) => port));
  // What is done for each item is drawn first, and then what follows the last one.
  const inside = definition.scope && !used.has(SCOPE_PORT) ? SCOPE_PORT : undefined;
  return inside ?? good.find((port) => !used.has(port)) ?? good[0];
}

/** A start goes left of everything, below the starts there are. */
function triggerPlace(flow: Flow): { readonly kind: 'place'; readonly at: Position } {
  const places = Object.values(placesOf(flow));
  const x = places.length === 0 ? 0 : Math.min(...places.map((place) => place.x)) - COLUMN_STEP;
  const y = places.length === 0 ? 0 : Math.min(...places.map((place) => place.y));
  return { kind: 'place', at: { x, y } };
}
