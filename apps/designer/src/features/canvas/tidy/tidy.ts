import type { FlowEdit } from '@lockstep/schema/graph';
import { catalogue } from '../../../steps/catalogue.ts';
import type { EditorUiStore } from '../../../stores/editor-ui.ts';
import type { FlowStore } from '../../../stores/flow-store.ts';
import { elkGraph, placesIn, type TidyOptions } from '../model/elk-graph.ts';
import { placesOf } from '../model/places.ts';
import { tidyEdit, tidySubject, tidyUp } from '../model/tidy-edit.ts';
import { createElkClient, type ElkClient } from './elk-client.ts';

/** A layout that is there sooner needs no word about it. */
const SHOW_AFTER_MS = 300;

let shared: ElkClient | undefined;
const client = () => {
  shared ??= createElkClient();
  return shared;
};

/** Starts the engine ahead of its first use. */
export function warmTidy(): void {
  client().warm();
}

/**
 * Lays out the selected steps, or all, in the background: told and cancellable when it takes long, one step of undo, and shown as a movement. Answers
 * whether anything was moved.
 */
export async function tidy(
  store: FlowStore,
  ui: EditorUiStore,
  options: TidyOptions = {},
  elk = client(),
): Promise<boolean> {
  ui.getState().tidying?.cancel();
  const { flow, selection } = store.getState();
  const subject = tidySubject(flow, selection.nodes);
  if (subject.nodes.length === 0) return false;
  const stop = new AbortController();
  const shown = setTimeout(() => ui.setState({ tidying: { cancel: () => stop.abort() } }), SHOW_AFTER_MS);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || ui.getState().tidying === undefined) return;
    event.preventDefault();
    stop.abort();
  };
  addEventListener('keydown', keys, true);
  try {
    const laidOut = await elk.layout(elkGraph(subject, catalogue, placesOf(flow), options), stop.signal);
    if (laidOut === undefined || stop.signal.aborted) return false;
    // What was drawn meanwhile stays where it is; what is gone is left out.
    return move(store, ui, tidyEdit(store.getState().flow, placesIn(laidOut)));
  } catch {
    return move(store, ui, tidyUp(store.getState().flow, selection.nodes));
  } finally {
    clearTimeout(shown);
    removeEventListener('keydown', keys, true);
    ui.setState({ tidying: undefined });
  }
}

function move(store: FlowStore, ui: EditorUiStore, edit: FlowEdit | undefined): boolean {
  if (edit === undefined) return false;
  const before = store.getState().flow;
  const from = placesOf(before);
  store.getState().edit(edit);
  if (store.getState().flow === before) return false;
  ui.setState({ glide: { from, seq: (ui.getState().glide?.seq ?? 0) + 1 } });
  return true;
}
