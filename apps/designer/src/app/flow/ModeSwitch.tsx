import { useEffect } from 'react';
import { type EditorUiStore, type FlowMode, useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { Segmented } from '../../ui/index.ts';

const MODES = [
  { value: 'design', label: 'Design' },
  { value: 'run', label: 'Run' },
  { value: 'operate', label: 'Operate' },
] as const;
const KEYS: Readonly<Record<string, FlowMode>> = { Digit1: 'design', Digit2: 'run', Digit3: 'operate' };

/** What the canvas shows: the draft, one run, or the last hours. Alt 1, 2, 3. */
export function ModeSwitch() {
  const ui = useEditorUiApi();
  const mode = useEditorUi((state) => state.mode);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const next = KEYS[event.code];
      if (next === undefined || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(ui, next);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ui]);
  return <Segmented label="What the canvas shows" value={mode} options={MODES} onChange={(next) => show(ui, next)} />;
}

function show(ui: EditorUiStore, mode: FlowMode): void {
  ui.setState({ mode, mapping: undefined, stepView: undefined, finding: undefined, quickAdd: undefined });
}
