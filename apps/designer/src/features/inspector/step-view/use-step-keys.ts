import { useEffect, useRef } from 'react';

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';
const PANES: Readonly<Record<string, string>> = { i: 'step-view-input', o: 'step-view-output', l: 'step-view-log' };

export interface StepKeys {
  readonly close: () => void;
  readonly toHere: () => void;
  readonly pin: () => void;
}

/** Keys of the step view: I, O and L go to the panes, P pins, Shift Enter runs to here, Escape closes. */
export function useStepKeys(keys: StepKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
      if (event.key === 'Enter' && event.shiftKey) latest.current.toHere();
      else if (isTyping) {
        // Out of the field first; the next one closes.
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      } else if (event.key === 'Escape') latest.current.close();
      else if (event.key === 'p') latest.current.pin();
      else if (PANES[event.key] !== undefined) document.getElementById(PANES[event.key] ?? '')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
