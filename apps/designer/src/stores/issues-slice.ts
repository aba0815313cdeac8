import type { Flow, Issue } from '@lockstep/schema/graph';
import type { StateCreator } from 'zustand/vanilla';
import type { FlowState } from './flow-store.ts';

/** What is wrong with the drawing: found here at once, and by the server a moment later (scripts, addresses). */
export interface IssuesSlice {
  readonly issues: readonly Issue[];
  readonly issuesByNode: Readonly<Record<string, readonly Issue[]>>;
  readonly setLocalIssues: (issues: readonly Issue[]) => void;
  readonly setServerIssues: (checked: Flow, issues: readonly Issue[]) => void;
}

export const createIssuesSlice: StateCreator<FlowState, [], [], IssuesSlice> = (set, get) => {
  let local: readonly Issue[] = [];
  let server: { readonly flow: Flow; readonly issues: readonly Issue[] } | undefined;
  const publish = () => {
    const issues = mergeIssues(local, server === undefined ? [] : stillTrue(get().flow, server.flow, server.issues));
    set({ issues, issuesByNode: byNode(issues, get().issuesByNode) });
  };
  return {
    issues: [],
    issuesByNode: {},
    setLocalIssues: (issues) => {
      local = issues;
      publish();
    },
    setServerIssues: (flow, issues) => {
      server = { flow, issues };
      publish();
    },
  };
};

/** What the server said about nodes that did not change since; about changed ones it will say so anew. */
function stillTrue(now: Flow, checked: Flow, issues: readonly Issue[]): readonly Issue[] {
  if (now === checked) return issues;
  const before = new Map(checked.nodes.map((node) => [node.id, node]));
  const unchanged = new Set(now.nodes.filter((node) => before.get(node.id) === node).map(({ id }) => id));
  return issues.filter(({ node }) => node !== undefined && unchanged.has(node));
}

/** Both lists without repeats, errors first, in the order found. */
export function mergeIssues(local: readonly Issue[], server: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  const all = [...local, ...server].filter((issue) => {
    const key = [issue.code, issue.node, issue.port, issue.field, issue.line, issue.column, issue.message].join('\n');
    return !seen.has(key) && seen.add(key);
  });
  return [...all.filter(({ severity }) => severity === 'error'), ...all.filter(({ severity }) => severity !== 'error')];
}

/** Groups by node; a group that did not change keeps its identity, so its card does not draw again. */
function byNode(
  issues: readonly Issue[],
  before: Readonly<Record<string, readonly Issue[]>>,
): Readonly<Record<string, readonly Issue[]>> {
  const groups = Object.groupBy(issues, (issue) => issue.node ?? issue.edge?.from ?? '');
  const same = (a: readonly Issue[], b: readonly Issue[] | undefined): b is readonly Issue[] =>
    b !== undefined && JSON.stringify(a) === JSON.stringify(b);
  return Object.fromEntries(
    Object.entries(groups).flatMap(([node, group = []]) => {
      const old = before[node];
      return node === '' ? [] : [[node, same(group, old) ? old : group]];
    }),
  );
}
