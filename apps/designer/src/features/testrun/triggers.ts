import { type Flow, type FlowNode, type FlowTest, valueAt } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { catalogue } from '../../steps/catalogue.ts';
import { slugOf } from './slug.ts';

/** The steps a run can begin at. */
export function triggersOf(flow: Flow): readonly FlowNode[] {
  return flow.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
}

/** Samples for one start: its own, and those that name none. */
export function samplesFor(flow: Flow, trigger: string | undefined): readonly FlowTest[] {
  return flow.tests.filter(({ node }) => node === undefined || node === trigger);
}

/** Contract a start's messages keep: its own, or that of a check right behind it. */
export function contractOf(flow: Flow, trigger: FlowNode | undefined): string | undefined {
  if (trigger === undefined) return undefined;
  const next = flow.edges.filter(({ from }) => from === trigger.id).map(({ to }) => to);
  const nodes = [trigger, ...flow.nodes.filter(({ id }) => next.includes(id))];
  const named = nodes.map(({ params }) => valueAt(params, ['contract'])).find((name) => typeof name === 'string');
  return typeof named === 'string' ? named : undefined;
}

/** The samples with one added, or the one of that name replaced. */
export function withSample(flow: Flow, name: string, node: string | undefined, message: Json): FlowTest[] {
  const known = flow.tests.find((test) => test.name === name);
  if (known !== undefined) return flow.tests.map((test) => (test === known ? { ...test, message } : test));
  const taken = new Set(flow.tests.map(({ id }) => id));
  const base = slugOf(name);
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  return [...flow.tests, { id, name, message, ...(node === undefined ? {} : { node }) }];
}
