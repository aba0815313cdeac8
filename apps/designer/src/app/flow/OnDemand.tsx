import { type ReactNode, Suspense, useRef } from 'react';
import { type EditorDialog, useEditorUi } from '../../stores/editor-ui.ts';

export interface OnDemandProps {
  readonly dialog: EditorDialog;
  /** A lazy dialog that opens itself by the same name. */
  readonly children: ReactNode;
}

/** Fetches a dialog's code when it is first opened, and keeps the dialog from then on. */
export function OnDemand({ dialog, children }: OnDemandProps) {
  const open = useEditorUi((state) => state.dialog === dialog);
  const wanted = useRef(false);
  wanted.current ||= open;
  return wanted.current && <Suspense>{children}</Suspense>;
}
