import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { EditorActions } from '../../features/canvas/editor-actions.ts';
import type { EditorPanel, EditorUi, EditorUiStore } from '../../stores/editor-ui.ts';
import type { FlowStore } from '../../stores/flow-store.ts';

const PANELS: readonly EditorPanel[] = ['problems', 'versions', 'lanes', 'review', 'history', 'bindings'];

export function asPanel(value: string | undefined): EditorPanel | undefined {
  return PANELS.find((panel) => panel === value);
}

/** The mode and what it shows; nothing while the flow is drawn. */
function modeSearch({ mode, operate, runId }: EditorUi) {
  if (mode === 'design') return {};
  if (mode === 'run') return { mode, run: runId };
  return { mode, hours: operate.hours, of: operate.version, versus: operate.versus };
}

/** Keeps the address and the screen in step: a link opens the step, the panel and the version it names. */
export function useAddress(store: FlowStore, ui: EditorUiStore, actions: EditorActions): void {
  const navigate = useNavigate({ from: '/flows/$flowId' });
  const { node } = useSearch({ from: '/flows/$flowId' });
  const first = useRef(node);

  useEffect(() => {
    const wanted = first.current;
    if (wanted === undefined || !store.getState().flow.nodes.some(({ id }) => id === wanted)) return;
    store.getState().select({ nodes: [wanted] });
    // The canvas knows its size after its first frame only.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => actions.canvas.reveal(wanted)));
    return () => cancelAnimationFrame(frame);
  }, [store, actions]);

  useEffect(() => {
    let last = '';
    const write = () => {
      const { nodes } = store.getState().selection;
      const search = {
        node: ui.getState().stepView ?? (nodes.length === 1 ? nodes[0] : undefined),
        panel: ui.getState().panel,
        v: ui.getState().viewing,
        map: ui.getState().mapping,
        ...modeSearch(ui.getState()),
        view: ui.getState().stepView === undefined ? undefined : ('step' as const),
      };
      const text = JSON.stringify(search);
      if (text === last) return;
      last = text;
      void navigate({ search, replace: true });
    };
    const stops = [store.subscribe(write), ui.subscribe(write)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, ui, navigate]);
}
