import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { FlowState, FlowStore } from './flow-store.ts';

const FlowStoreContext = createContext<FlowStore | undefined>(undefined);

export function FlowStoreProvider({ store, children }: { readonly store: FlowStore; readonly children: ReactNode }) {
  return <FlowStoreContext value={store}>{children}</FlowStoreContext>;
}

/** The store of the open flow, for handlers that read it when something happens. */
export function useFlowStoreApi(): FlowStore {
  const store = useContext(FlowStoreContext);
  if (store === undefined) throw new Error('No flow is open here: wrap this in a FlowStoreProvider.');
  return store;
}

/** One value of the open flow; draws again only when it changes. */
export function useFlowState<T>(selector: (state: FlowState) => T): T {
  return useStore(useFlowStoreApi(), selector);
}
