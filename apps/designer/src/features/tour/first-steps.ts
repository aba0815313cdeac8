import { type Flow, type Issue, isError } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

export type FirstStep = 'start' | 'steps' | 'settings' | 'try' | 'publish';

export interface FirstStepsState {
  readonly flow: Pick<Flow, 'nodes' | 'edges'>;
  readonly issues: readonly Issue[];
  /** A test run of this flow came to an end on this page. */
  readonly tried: boolean;
  readonly published: boolean;
}

/** What of a first flow is done, in the order in which it is told. */
export function doneSteps(
  { flow, issues, tried, published }: FirstStepsState,
  catalogue: Catalogue,
): Readonly<Record<FirstStep, boolean>> {
  const starts = new Set(flow.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger').map(({ id }) => id));
  const start = starts.size > 0;
  const steps = flow.edges.some(({ from }) => starts.has(from));
  return {
    start,
    steps,
    settings: start && steps && !issues.some(isError),
    try: tried || published,
    publish: published,
  };
}
