import { useEffect, useRef } from 'react';
import { type StepKey, useEditorUi, useEditorUiApi } from '../../../stores/editor-ui.ts';

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';
const PANES: Readonly<Record<string, string | undefined>> = {
  i: 'step-view-input',
  o: 'step-view-output',
  l: 'step-view-log',
};

export interface StepKeys {
  readonly close: () => void;
  readonly toHere: () => void;
  readonly pin: () => void;
}

/**
 * Keys of the step view: I, O and L go to the panes, P pins, Shift Enter runs to here, Escape closes. One pressed on the canvas is done as
 * soon as it is known what data there is (`settled`).
 */
export function useStepKeys(keys: StepKeys, settled: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  const ui = useEditorUiApi();
  const before = useEditorUi(({ stepKey }) => stepKey);
  useEffect(() => {
    if (before === undefined || !settled) return;
    ui.setState({ stepKey: undefined });
    press(before, latest.current);
  }, [ui, before, settled]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
      if (event.key === 'Enter' && event.shiftKey) press('to-here', latest.current);
      else if (isTyping) {
        // Out of the field first; the next one closes.
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      } else if (event.key === 'Escape') latest.current.close();
      else if (isStepKey(event.key)) press(event.key, latest.current);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const isStepKey = (key: string): key is StepKey => key === 'p' || PANES[key] !== undefined;

function press(key: StepKey, { toHere, pin }: StepKeys): void {
  if (key === 'to-here') toHere();
  else if (key === 'p') pin();
  else document.getElementById(PANES[key] ?? '')?.focus();
}
