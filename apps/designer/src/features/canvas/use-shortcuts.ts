import { useEffect } from 'react';
import { type EditorUiStore, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import type { FlowStore } from '../../stores/flow-store.ts';
import type { EditorActions } from './editor-actions.ts';
import { useEditorActions } from './use-editor-actions.ts';

const NUDGE = 20;
const ARROWS = {
  ArrowLeft: { way: 'left', x: -NUDGE, y: 0 },
  ArrowRight: { way: 'right', x: NUDGE, y: 0 },
  ArrowUp: { way: 'up', x: 0, y: -NUDGE },
  ArrowDown: { way: 'down', x: 0, y: NUDGE },
} as const;

/** The keyboard of the open flow. Keys typed into a field, a dialog or a list stay there. */
export function useShortcuts(saveNow: () => void): void {
  const store = useFlowStoreApi();
  const ui = useEditorUiApi();
  const actions = useEditorActions();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const handled = isTyping(event.target)
        ? whileTyping(event, ui, saveNow)
        : handleKey(event, { store, ui, actions, saveNow });
      if (handled) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(document.activeElement) || hasTextSelected() || isAway(ui)) return;
      const text = actions.copied();
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') actions.removeSelected(false);
    };
    const onPaste = (event: ClipboardEvent) => {
      // Where nothing has the focus, a browser sends this to where one clicked last, even into a message.
      if (isTyping(document.activeElement) || isAway(ui)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      void actions.paste(text);
    };
    window.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store, ui, actions, saveNow]);
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';
const OWN_KEYS = 'button, a, summary, [role="tab"], [role="combobox"], [role="tree"], [role="separator"]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** A map, a step, a run or the numbers are open instead of the canvas: keys must not change steps that nobody sees. */
function isAway(ui: EditorUiStore): boolean {
  const { mapping, stepView, mode } = ui.getState();
  return mapping !== undefined || stepView !== undefined || mode !== 'design';
}

/** With Ctrl, on every screen of a flow: undo, redo, save, test run. */
const ANYWHERE: ReadonlySet<string> = new Set(['z', 'y', 's', 'enter']);

const UNDO: ReadonlySet<string> = new Set(['z', 'y']);

function hasTextSelected(): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.toString().trim() !== '';
}

/** In a field only what has nothing to do with its text. */
function whileTyping(event: KeyboardEvent, ui: EditorUiStore, saveNow: () => void): boolean {
  const isCtrl = event.ctrlKey || event.metaKey;
  if (isCtrl && event.key.toLowerCase() === 's') saveNow();
  else if (isCtrl && event.key === 'Enter' && ui.getState().dialog === undefined) ui.setState({ dialog: 'test' });
  else return false;
  return true;
}

interface Desk {
  readonly store: FlowStore;
  readonly ui: EditorUiStore;
  readonly actions: EditorActions;
  readonly saveNow: () => void;
}

/** True when the key meant something. */
export function handleKey(event: KeyboardEvent, desk: Desk): boolean {
  const isCtrl = event.ctrlKey || event.metaKey;
  // What is not seen is not undone.
  if (desk.ui.getState().mode !== 'design' && UNDO.has(event.key.toLowerCase())) return false;
  if (isAway(desk.ui)) return isCtrl && ANYWHERE.has(event.key.toLowerCase()) && withCtrl(event, desk);
  return isCtrl ? withCtrl(event, desk) : plain(event, desk);
}

function withCtrl(event: KeyboardEvent, { store, ui, actions, saveNow }: Desk): boolean {
  const arrow = ARROWS[event.key as keyof typeof ARROWS];
  if (arrow !== undefined) {
    actions.nudge({ x: arrow.x, y: arrow.y });
    return true;
  }
  switch (event.key.toLowerCase()) {
    case 'z':
      if (event.shiftKey) store.getState().redo();
      else store.getState().undo();
      return true;
    case 'y':
      store.getState().redo();
      return true;
    case 'd':
      actions.duplicate();
      return true;
    case 'a':
      actions.selectAll();
      return true;
    case 'g':
      if (event.shiftKey) actions.ungroup();
      else actions.group();
      return true;
    case 'f':
      ui.setState(({ finding = 0 }) => ({ finding: finding + 1 }));
      return true;
    case 's':
      saveNow();
      return true;
    case 'enter':
      ui.setState({ dialog: 'test' });
      return true;
    default:
      return false;
  }
}

function plain(event: KeyboardEvent, { store, ui, actions }: Desk): boolean {
  const onControl = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
  const arrow = ARROWS[event.key as keyof typeof ARROWS];
  if (arrow !== undefined) {
    if (onControl) return false;
    if (event.shiftKey && arrow.x !== 0) actions.selectAlong(arrow.x < 0 ? 'before' : 'behind');
    else actions.walk(arrow.way);
    return true;
  }
  if (event.shiftKey && event.altKey && event.code === 'KeyT') {
    actions.tidy();
    return true;
  }
  if (event.altKey && event.code === 'KeyG') {
    actions.toggleFold();
    return true;
  }
  if (event.altKey && event.code === 'KeyX') {
    if (event.shiftKey) actions.inline();
    else actions.extract();
    return true;
  }
  if (event.altKey && event.code === 'KeyH') {
    ui.setState(({ panel }) => ({ panel: panel === 'history' ? undefined : 'history', viewing: undefined }));
    return true;
  }
  if (event.altKey) return false;
  switch (event.key) {
    case 'n':
    case '/':
      actions.openQuickAdd();
      return true;
    case 'Enter':
      if (onControl) return false;
      actions.openStep(event.shiftKey ? 'to-here' : undefined);
      return true;
    case 'i':
    case 'o':
    case 'l':
    case 'p':
      actions.openStep(event.key);
      return true;
    case 'F2':
      actions.rename();
      return true;
    case 'Delete':
    case 'Backspace':
      actions.removeSelected(event.shiftKey);
      return true;
    case 'd':
      actions.toggleDisabled();
      return true;
    case 'c':
      actions.openConnect();
      return true;
    case 'r':
      actions.openReplace();
      return true;
    case 'u':
      actions.takeOut();
      return true;
    case 'S':
      actions.addNote();
      return true;
    case 'F8':
      actions.nextProblem(event.shiftKey);
      return true;
    case 'Escape':
      store.getState().select({});
      return true;
    case '+':
    case '=':
      actions.canvas.zoomIn();
      return true;
    case '-':
      actions.canvas.zoomOut();
      return true;
    case '0':
      actions.canvas.actualSize();
      return true;
    case '1':
      actions.canvas.fit();
      return true;
    case '2':
      if (store.getState().selection.nodes.length > 0) actions.canvas.fit(store.getState().selection.nodes);
      return true;
    case '?':
      ui.setState({ dialog: 'shortcuts' });
      return true;
    default:
      return false;
  }
}
