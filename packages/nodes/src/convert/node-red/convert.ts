import { FLOW_FORMAT, type Flow, type FlowEdge } from '@lockstep/schema/graph';
import { type Drafted, soundEdges } from '../draft.ts';
import { createIds, slugOf } from '../ids.ts';
import type { Conversion, NodeReport } from '../report.ts';
import type { RedNode } from './document.ts';
import { text } from './document.ts';
import { edgesOfListener, heard, type Listening } from './listeners.ts';
import { findSplits, type Splits } from './lists.ts';
import { otherNode, RED_NODES } from './nodes.ts';

/** Nodes that join others and do nothing themselves. */
const JOINTS = new Set(['link in', 'link out', 'junction', 'reroute']);
/** Nodes that hear of what others do; where their ways cannot be drawn, a person is told this. */
const LISTENERS: Readonly<Record<string, string>> = {
  catch: 'It heard of failures: lead the error way of each step to what follows it here.',
  status: 'It heard of states of other nodes, which a run of Lockstep shows by itself.',
  complete: 'It heard when another node was done: lead the way of that step to what follows it here.',
};
/** Those whose ways are drawn. */
const DRAWN_LISTENERS = new Set(['catch', 'complete']);
/** Where the payload is behind a node whose step of ours gives more than that. */
const PAYLOADS: Readonly<Record<string, string>> = {
  'http request': 'input.body',
  'mqtt in': 'input.body',
  csv: 'input.rows',
  xml: 'input.document',
  // What failed is told beside the message that failed.
  catch: 'input.input',
};

/** Flows of Node-RED as one draft: what stands on tabs that are switched off is left out. */
export function convertNodeRed(document: readonly RedNode[]): Conversion {
  const tabs = document.filter(({ type }) => type === 'tab' || type === 'subflow');
  const off = new Set(tabs.filter((tab) => tab.disabled === true).map(({ id }) => id));
  const drawn = document.filter((node) => node.wires !== undefined && node.z !== undefined && node.type !== 'group');
  const nodes = drawn.filter(({ z = '' }) => !off.has(z));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const all = new Map(document.map((node) => [node.id, node]));
  const idOf = createIds();
  const labels = new Map(
    nodes.map((node) => [node.id, node.name?.trim() || `${node.type} ${text(node, 'url')}`.trim()]),
  );
  const isStep = ({ type }: RedNode) => !JOINTS.has(type) && type !== 'comment' && !Object.hasOwn(LISTENERS, type);
  const ids = new Map(nodes.filter(isStep).map((node) => [node.id, idOf(labels.get(node.id) ?? node.type)]));
  const splits = findSplits(nodes, (node) => targets(node, byId).map(({ to }) => to));
  const scopeOf = new Map([...splits].flatMap(([split, body]) => [...body].map((id) => [id, split] as const)));
  const steps = new Map(
    nodes.filter(isStep).map((node) => {
      const before = nodes.find(
        (other) => Object.hasOwn(PAYLOADS, other.type) && targets(other, byId).some(({ to }) => to === node.id),
      );
      const leading = nodes.filter((other) => targets(other, byId).some(({ to }) => to === node.id));
      // Behind a scope there is what its last steps gave.
      const isGathered = !scopeOf.has(node.id) && leading.some(({ id }) => scopeOf.has(id));
      const own = isGathered ? 'input.results' : (PAYLOADS[before?.type ?? ''] ?? 'input');
      const isScope = splits.has(node.id) || (node.type === 'join' && isGathered);
      const context = {
        node,
        own,
        isScope,
        label: labels.get(node.id) ?? node.type,
        find: (id: string) => all.get(id),
      };
      return [node.id, (RED_NODES.get(node.type) ?? otherNode)(context)] as const;
    }),
  );
  const listening: Listening = { nodes, ids, steps, scopeOf, after: (node) => targets(node, byId).map(({ to }) => to) };
  const { edges, circles } = soundEdges([
    ...nodes.flatMap((node) => edgesFrom(node, { byId, ids, steps, splits, scopeOf })),
    ...nodes.flatMap((node) => (DRAWN_LISTENERS.has(node.type) ? edgesOfListener(node, listening) : [])),
  ]);
  const name = tabs.find(({ id }) => !off.has(id));
  const title = (name && text(name, 'label')) || 'Imported from Node-RED';
  const flow: Flow = {
    format: FLOW_FORMAT,
    id: slugOf(title, 'imported').slice(0, 64).replace(/-+$/, ''),
    name: title.slice(0, 120),
    nodes: nodes.flatMap((node) => {
      const step = steps.get(node.id);
      if (!step) return [];
      const policy = { ...step.policy, ...(node.d === true && { disabled: true }) };
      return [
        {
          id: ids.get(node.id) ?? 'step',
          type: step.type,
          version: 1,
          name: (labels.get(node.id) ?? node.type).slice(0, 120),
          params: { ...step.params },
          policy,
          ...(scopeOf.has(node.id) && { scope: ids.get(scopeOf.get(node.id) ?? '') ?? 'step' }),
        },
      ];
    }),
    edges,
    layout: {
      nodes: Object.fromEntries(
        nodes.flatMap(({ id, x = 0, y = 0 }) => (ids.has(id) ? [[ids.get(id), { x: x * 1.5, y: y * 2 }]] : [])),
      ),
      notes: nodes
        .filter(({ type }) => type === 'comment')
        .map((node, nr) => ({
          id: `note-${nr + 1}`,
          text: [labels.get(node.id), text(node, 'info')]
            .filter((part) => part !== '')
            .join('\n')
            .slice(0, 5_000),
          ...{ x: (node.x ?? 0) * 1.5, y: (node.y ?? 0) * 2, width: 240, height: 120 },
        })),
    },
    settings: { description: 'Brought over from Node-RED.' },
    tests: [],
  };
  const inCircle = new Set(circles.map(({ from }) => from));
  const report = drawn.map((node) =>
    reportOf(node, { steps, ids, off, inCircle, listening, label: labels.get(node.id) ?? node.name ?? node.type }),
  );
  return { from: 'node-red', flow, report };
}

interface Target {
  readonly output: number;
  readonly to: string;
}

/** Where a node leads, through links and junctions. */
function targets(
  node: RedNode,
  byId: ReadonlyMap<string, RedNode>,
  seen: ReadonlySet<string> = new Set(),
): readonly Target[] {
  if (seen.has(node.id)) return [];
  const further = new Set([...seen, node.id]);
  const wires =
    node.type === 'link out' && Array.isArray(node.links) ? [node.links as readonly string[]] : (node.wires ?? []);
  return wires.flatMap((ids, output) =>
    ids.flatMap((id): readonly Target[] => {
      const next = byId.get(id);
      if (!next) return [];
      return JOINTS.has(next.type)
        ? targets(next, byId, further).map(({ to }) => ({ output, to }))
        : [{ output, to: id }];
    }),
  );
}

function edgesFrom(
  node: RedNode,
  {
    byId,
    ids,
    steps,
    splits,
    scopeOf,
  }: {
    readonly byId: ReadonlyMap<string, RedNode>;
    readonly ids: ReadonlyMap<string, string>;
    readonly steps: ReadonlyMap<string, Drafted>;
    readonly splits: Splits;
    readonly scopeOf: ReadonlyMap<string, string>;
  },
): readonly FlowEdge[] {
  const [from, step] = [ids.get(node.id), steps.get(node.id)];
  if (from === undefined || !step) return [];
  return targets(node, byId).flatMap(({ output, to }): FlowEdge[] => {
    const around = scopeOf.get(node.id);
    const scope = ids.get(around ?? '');
    const leftFor = ids.get(to);
    if (scope !== undefined && leftFor !== undefined && scopeOf.get(to) !== around)
      return [{ from: scope, port: 'done', to: leftFor }];
    const isDone = splits.has(node.id) && scopeOf.get(to) !== node.id;
    const port = isDone ? 'done' : (step.ports[output] ?? step.ports.at(-1));
    const target = ids.get(to);
    const isTrigger = ['webhook', 'manual', 'schedule', 'mqtt.on-message'].includes(steps.get(to)?.type ?? '');
    return port === undefined || target === undefined || isTrigger ? [] : [{ from, port, to: target }];
  });
}

function reportOf(
  node: RedNode,
  {
    steps,
    ids,
    off,
    inCircle,
    listening,
    label,
  }: {
    readonly steps: ReadonlyMap<string, Drafted>;
    readonly ids: ReadonlyMap<string, string>;
    readonly off: ReadonlySet<string>;
    readonly inCircle: ReadonlySet<string>;
    readonly listening: Listening;
    readonly label: string;
  },
): NodeReport {
  const { type } = node;
  const name = label;
  if (off.has(node.z ?? '')) return { name, type, outcome: 'left-out', notes: ['Its tab was switched off.'] };
  if (JOINTS.has(type) || type === 'comment') return { name, type, outcome: 'converted', notes: [] };
  const listens = Object.hasOwn(LISTENERS, type) ? LISTENERS[type] : undefined;
  if (listens !== undefined) {
    const count =
      DRAWN_LISTENERS.has(type) && edgesOfListener(node, listening).length > 0 ? heard(node, listening).length : 0;
    if (count === 0) return { name, type, outcome: 'needs-work', notes: [listens] };
    const steps = count === 1 ? '1 step leads' : `${count} steps lead`;
    const told =
      type === 'catch'
        ? `The error way of ${steps} to what followed it; the failure is at input.error, the message at input.input.`
        : `The way of ${steps} to what followed it.`;
    return { name, type, outcome: 'approximated', notes: [told] };
  }
  const [step, id] = [steps.get(node.id), ids.get(node.id)];
  if (!step || id === undefined) return { name, type, outcome: 'left-out', notes: [] };
  if (inCircle.has(id)) {
    return {
      name,
      type,
      outcome: 'needs-work',
      node: id,
      notes: [...step.notes, 'A way back from here is not drawn: use “Repeat until”.'],
    };
  }
  return { name, type, outcome: step.outcome, node: id, notes: step.notes };
}
