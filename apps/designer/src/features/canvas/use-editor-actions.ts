import { createContext, useContext } from 'react';
import type { EditorActions } from './editor-actions.ts';

const ActionsContext = createContext<EditorActions | undefined>(undefined);
export const EditorActionsProvider = ActionsContext.Provider;

/** What can be done to the open flow. */
export function useEditorActions(): EditorActions {
  const actions = useContext(ActionsContext);
  if (actions === undefined) throw new Error('This belongs inside an open flow.');
  return actions;
}
