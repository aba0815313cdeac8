import type { Flow, FlowEdit } from '@lockstep/schema/graph';
import { canonicalJson, refuseEdge } from '@lockstep/schema/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignSteps, distributeSteps } from '../features/canvas/model/align.ts';
import { copySteps, pasteSteps } from '../features/canvas/model/clipboard.ts';
import { findIn, replaceMatches } from '../features/canvas/model/find.ts';
import { pasteForeign } from '../features/canvas/model/foreign/foreign-edit.ts';
import { readForeign } from '../features/canvas/model/foreign/read-foreign.ts';
import { addStep, deleteSelection, moveSteps, nudge } from '../features/canvas/model/gestures.ts';
import { changeGroup, groupSteps, ungroup } from '../features/canvas/model/group-edits.ts';
import { changePolicies } from '../features/canvas/model/policies.ts';
import { replaceStep } from '../features/canvas/model/replace.ts';
import { chain, definitionOf, testCatalogue } from '../features/canvas/model/testing.ts';
import { tidyUp } from '../features/canvas/model/tidy-edit.ts';
import { createFlowStore, type FlowStore } from './flow-store.ts';
import { edgeId } from './selection-slice.ts';

function storeOf(flow: Flow, now: () => number = () => 0): FlowStore {
  return createFlowStore({
    flow,
    opened: { saved: { flow, revision: 1 }, savedAt: 0, published: undefined },
    now,
  });
}

/** One random thing a person may do; numbers choose among what is there. */
type Act = { readonly kind: string; readonly a: number; readonly b: number };
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'add',
      'behind',
      'insert',
      'connect',
      'disconnect',
      'delete',
      'heal',
      'move',
      'rename',
      'params',
      'policy',
      'paste',
      'note',
      'tidy',
      'replace',
      'group',
      'ungroup',
      'fold',
      'align',
      'spread',
      'policies',
      'find',
      'foreign',
      'colour',
      'inside',
      'drag',
      'flow',
    ),
    a: fc.nat(1000),
    b: fc.nat(1000),
  }),
  { minLength: 1, maxLength: 25 },
);

function act(store: FlowStore, { kind, a, b }: Act): void {
  const { flow, edit } = store.getState();
  const node = flow.nodes[a % Math.max(1, flow.nodes.length)];
  const other = flow.nodes[b % Math.max(1, flow.nodes.length)];
  const edge = flow.edges[a % Math.max(1, flow.edges.length)];
  const selection = { nodes: [node, other].flatMap((one) => (one ? [one.id] : [])), edges: [], notes: [] };
  const type = definitionOf(['fork', 'pass', 'each'][b % 3] ?? 'pass');
  if (kind === 'add') edit(addStep(flow, type, {}, { kind: 'place', at: { x: a, y: b } }, testCatalogue).edit);
  if (kind === 'behind' && node)
    edit(addStep(flow, type, {}, { kind: 'port', from: node.id, port: 'error' }, testCatalogue).edit);
  if (kind === 'insert' && edge) edit(addStep(flow, type, {}, { kind: 'edge', edge }, testCatalogue).edit);
  if (kind === 'connect' && node && other) {
    const wire = { from: node.id, port: 'out', to: other.id };
    if (refuseEdge(flow, wire, testCatalogue) === undefined) edit({ type: 'edge.add', edge: wire });
  }
  if (kind === 'disconnect' && edge) edit({ type: 'edge.remove', edge });
  if (kind === 'delete' || kind === 'heal') {
    const gone = deleteSelection(flow, { ...selection, edges: edge ? [edgeId(edge)] : [] }, kind === 'heal');
    if (gone) edit(gone);
  }
  const moved = kind === 'move' && nudge(flow, [...new Set(selection.nodes)], { x: a, y: b });
  if (moved) edit(moved);
  if (kind === 'rename' && node) edit({ type: 'node.rename', node: node.id, name: `n${b}` }, { merge: 'name' });
  if (kind === 'params' && node) {
    edit({ type: 'node.params', node: node.id, params: { value: b % 3 } }, { merge: `params ${node.id}` });
  }
  if (kind === 'policy' && node) edit({ type: 'node.policy', node: node.id, policy: { timeoutMs: 10 + b } });
  const clip = kind === 'paste' && copySteps(flow, selection);
  if (clip) edit(pasteSteps(flow, clip, { x: a, y: b }).edit);
  if (kind === 'note')
    edit({ type: 'note.put', note: { id: `n${a % 3}`, text: `${b}`, x: a, y: b, width: 9, height: 9 } });
  if (kind === 'inside' && node?.type === 'each') {
    edit(addStep(flow, type, {}, { kind: 'port', from: node.id, port: 'each' }, testCatalogue).edit);
  }
  const places = flow.layout.nodes;
  const from = other && places[other.id];
  if (kind === 'drag' && node && from) {
    const edits = moveSteps(flow, { [node.id]: { x: from.x + (a % 400), y: from.y + (b % 300) } }, testCatalogue);
    edit({ type: 'batch', label: 'drag', edits: [...edits] });
  }
  const tidy = kind === 'tidy' && tidyUp(flow, []);
  if (tidy) edit(tidy);
  const arranged = arrange(flow, kind, { a, b, ids: [...new Set(selection.nodes)] });
  if (arranged) edit(arranged);
  if (kind === 'flow') edit({ type: 'flow.rename', name: `Flow ${b}` });
}

const CURL = `curl -X POST https://shop.example/orders -u a:b -d '{"n":1}'`;
const FROM_CURL = await readForeign(CURL);

/** Gestures of the bar, of Ctrl F and of the clipboard. */
function arrange(
  flow: Flow,
  kind: string,
  { a, b, ids }: { readonly a: number; readonly b: number; readonly ids: readonly string[] },
): FlowEdit | undefined {
  const [first] = ids;
  const group = flow.layout.groups?.[a % (flow.layout.groups.length || 1)];
  const note = flow.layout.notes[a % (flow.layout.notes.length || 1)];
  const all = flow.nodes.slice(0, 2 + (b % 4)).map(({ id }) => id);
  switch (kind) {
    case 'replace': {
      const definition = definitionOf(['fork', 'pass', 'each'][b % 3] ?? 'pass');
      return replaceStep(flow, first ?? '', { definition, params: {}, settings: {}, catalogue: testCatalogue });
    }
    case 'group': {
      const made = groupSteps(flow, ids);
      return 'refusal' in made ? undefined : made.edit;
    }
    case 'ungroup':
      return ungroup(flow, ids);
    case 'fold':
      return group && changeGroup(group, b % 2 === 0 ? { collapsed: group.collapsed !== true } : { name: `G${b}` });
    case 'align':
      return alignSteps(flow, all, (['left', 'middle', 'bottom'] as const)[b % 3] ?? 'left', testCatalogue);
    case 'spread':
      return distributeSteps(flow, all, b % 2 === 0 ? 'across' : 'down', testCatalogue);
    case 'policies':
      return changePolicies(flow, all, { timeoutMs: 10 + a, retry: { maxAttempts: 1 + (b % 9) } }, testCatalogue);
    case 'find':
      return replaceMatches(flow, findIn(flow, ['a', '1', 'Pass'][a % 3] ?? 'a', { matchCase: false }), `${b}`).edit;
    case 'foreign': {
      return FROM_CURL?.kind === 'steps'
        ? pasteForeign(flow, FROM_CURL.foreign, { x: a, y: b }, () => undefined).edit
        : undefined;
    }
    case 'colour':
      return note && { type: 'note.put', note: { ...note, colour: b % 2 === 0 ? 'blue' : 'red' } };
    default:
      return undefined;
  }
}

describe('history', () => {
  it('jumps to any of its steps and back, to the same documents', () => {
    const store = storeOf(chain('a b c'));
    const seen = [canonicalJson(store.getState().flow)];
    for (let count = 0; count < 5; count += 1) {
      store.getState().edit({ type: 'node.rename', node: 'b', name: `n${count}` });
      seen.push(canonicalJson(store.getState().flow));
    }
    for (const position of [2, 5, 0, 4, 99, -1]) {
      store.getState().jump(position);
      const expected = seen[Math.max(0, Math.min(position, 5))];
      expect(canonicalJson(store.getState().flow)).toBe(expected);
    }
  });

  it('comes back to the same document when everything is undone, and forth again when it is redone', () => {
    fc.assert(
      fc.property(acts, fc.array(fc.nat(4000), { maxLength: 25 }), (list, pauses) => {
        let clock = 0;
        const start = chain('a b c d');
        const store = storeOf(start, () => clock);
        const seen: string[] = [canonicalJson(start)];
        for (const [index, one] of list.entries()) {
          clock += pauses[index] ?? 0;
          const steps = store.getState().history.past.length;
          act(store, one);
          const now = store.getState().history.past.length;
          const text = canonicalJson(store.getState().flow);
          if (now > steps) seen.push(text);
          else seen[seen.length - 1] = text; // merged into the last step, or nothing happened
        }
        const end = canonicalJson(store.getState().flow);
        for (const expected of seen.slice(0, -1).reverse()) {
          store.getState().undo();
          expect(canonicalJson(store.getState().flow)).toBe(expected);
        }
        expect(store.getState().history.past).toEqual([]);
        for (let left = seen.length - 1; left > 0; left -= 1) store.getState().redo();
        expect(canonicalJson(store.getState().flow)).toBe(end);
      }),
      { numRuns: 200 },
    );
  });

  it('makes one step of what is typed without a pause, and two of what is typed with one', () => {
    let clock = 0;
    const store = storeOf(chain('a b'), () => clock);
    const type = (name: string) => store.getState().edit({ type: 'node.rename', node: 'b', name }, { merge: 'name b' });
    for (const name of ['M', 'Ma', 'Map']) type(name);
    clock = 60_000;
    type('Map it');
    expect(store.getState().history.past.map(({ redo }) => redo)).toEqual([
      { type: 'node.rename', node: 'b', name: 'Map' },
      { type: 'node.rename', node: 'b', name: 'Map it' },
    ]);
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().flow.nodes[1]?.name).toBe('b');
  });

  it('remembers nothing for a gesture that changes nothing', () => {
    const store = storeOf(chain('a b'));
    store.getState().edit({ type: 'node.rename', node: 'b', name: 'b' });
    expect(store.getState().history).toEqual({ past: [], future: [] });
  });

  it('names what will be undone', () => {
    const store = storeOf(chain('a b c'));
    store.getState().edit({ type: 'edge.remove', edge: { from: 'a', port: 'out', to: 'b' } });
    store.getState().edit({ type: 'node.move', positions: { b: { x: 1, y: 2 }, c: { x: 3, y: 4 } } });
    expect(store.getState().history.past.map(({ label }) => label)).toEqual([
      'disconnect “a” from “b”',
      'move 2 steps',
    ]);
  });

  it('forgets what was undone when something new is done', () => {
    const store = storeOf(chain('a b'));
    store.getState().edit({ type: 'flow.rename', name: 'One' });
    store.getState().undo();
    store.getState().edit({ type: 'flow.rename', name: 'Two' });
    store.getState().redo();
    expect(store.getState().flow.name).toBe('Two');
  });

  it('leaves a flow that is only looked at as it is', () => {
    const flow = chain('a b');
    const store = createFlowStore({
      flow,
      opened: { saved: { flow, revision: 0 }, savedAt: 0, published: undefined },
      editable: false,
    });
    store.getState().edit({ type: 'flow.rename', name: 'Other' });
    expect(store.getState().flow).toBe(flow);
  });
});

describe('selection', () => {
  it('forgets what an edit took away, undo included', () => {
    const store = storeOf(chain('a b c'));
    store.getState().select({ nodes: ['b', 'c'], edges: ['a-out-b'] });
    store.getState().edit({ type: 'node.remove', node: 'b' });
    expect(store.getState().selection).toEqual({ nodes: ['c'], edges: [], notes: [] });
  });
});

describe('problems', () => {
  it('drops what the server said about a step that changed since, and says nothing twice', () => {
    const store = storeOf(chain('a b c'));
    const at = (node: string, message: string) => ({ severity: 'error', code: 'script', node, message }) as const;
    store.getState().setServerIssues(store.getState().flow, [at('b', 'line 1'), at('c', 'line 2')]);
    store.getState().edit({ type: 'node.params', node: 'b', params: { script: 'x' } });
    store.getState().setLocalIssues([at('c', 'line 2')]);
    expect(store.getState().issues).toEqual([at('c', 'line 2')]);
    expect(store.getState().issuesByNode).toEqual({ c: [at('c', 'line 2')] });
  });
});
