import type { Flow, Issue } from '@lockstep/schema/graph';
import type { FlowStore } from './flow-store.ts';

const LOCAL_AFTER_MS = 120;
const SERVER_AFTER_MS = 700;

export interface CheckPorts {
  /** What can be seen in the drawing alone. Rejects when what it takes cannot be fetched. */
  readonly validate: (flow: Flow) => Promise<readonly Issue[]>;
  /** What only the server can see: scripts, addresses taken, connections. `undefined` when it did not answer. */
  readonly check: (flow: Flow) => Promise<readonly Issue[] | undefined>;
}

/** Keeps the problems of the drawing up to date: here shortly after each change, on the server in a pause. */
export function startChecks(store: FlowStore, { validate, check }: CheckPorts): { readonly stop: () => void } {
  let localTimer: ReturnType<typeof setTimeout> | undefined;
  let serverTimer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const checkHere = async () => {
    const { flow } = store.getState();
    // Without the code nothing can be said here; the server checks all the same.
    const issues = await validate(flow).catch(() => undefined);
    if (!stopped && issues !== undefined && store.getState().flow === flow) store.getState().setLocalIssues(issues);
  };
  const checkThere = async () => {
    const { flow } = store.getState();
    const issues = await check(flow);
    if (!stopped && issues !== undefined) store.getState().setServerIssues(flow, issues);
  };
  const plan = () => {
    clearTimeout(localTimer);
    clearTimeout(serverTimer);
    localTimer = setTimeout(() => void checkHere(), LOCAL_AFTER_MS);
    serverTimer = setTimeout(() => void checkThere(), SERVER_AFTER_MS);
  };

  void checkHere();
  serverTimer = setTimeout(() => void checkThere(), 0);
  const unsubscribe = store.subscribe((state, before) => {
    // A moved box changes nothing that is checked; a check reads nodes and edges.
    if (state.flow.nodes !== before.flow.nodes || state.flow.edges !== before.flow.edges) plan();
  });
  return {
    stop: () => {
      stopped = true;
      clearTimeout(localTimer);
      clearTimeout(serverTimer);
      unsubscribe();
    },
  };
}
