import { samples } from '@lockstep/nodes/samples';
import { applyEdit, diffFlows, type Flow } from '@lockstep/schema/graph';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../../testing/render-app.tsx';
import { countsInWords, drawDiff } from './diff-drawing.ts';

const before = sample();
const [, second, third] = before.nodes;
if (second === undefined || third === undefined) throw new Error('three steps are needed');

function sample(): Flow {
  const [flow] = samples;
  if (flow === undefined) throw new Error('a sample is needed');
  return flow;
}

const fresh = { id: 'fresh', type: 'map', version: 1, name: 'Fresh step', params: {}, policy: {} };
const after = applyEdit(before, {
  type: 'batch',
  label: 'test',
  edits: [
    { type: 'node.remove', node: third.id },
    { type: 'node.add', node: fresh, position: { x: 9000, y: 0 } },
    { type: 'node.rename', node: second.id, name: 'Another name' },
  ],
});

describe('the drawing of a difference', () => {
  it('marks what came and changed, and keeps what went at its place', () => {
    const drawing = drawDiff(before, after);
    expect(drawing.marks.nodes).toEqual({ fresh: 'added', [second.id]: 'changed', [third.id]: 'removed' });
    expect(drawing.flow.layout.nodes[third.id]).toEqual(before.layout.nodes[third.id]);
    expect(drawing.stops.at(-1)).toBe('fresh');
    expect(countsInWords(drawing)).toBe('Steps: 1 added, 1 changed, 1 removed');
  });

  it('draws what went below the step that stands in its place now', () => {
    const place = before.layout.nodes[third.id] ?? { x: 0, y: 0 };
    const replaced = applyEdit(before, {
      type: 'batch',
      label: 'test',
      edits: [
        { type: 'node.remove', node: third.id },
        { type: 'node.add', node: fresh, position: place },
      ],
    });
    const { nodes } = drawDiff(before, replaced).flow.layout;
    expect(nodes.fresh).toEqual(place);
    expect((nodes[third.id]?.y ?? 0) - place.y).toBeGreaterThanOrEqual(110);
  });

  it('does not count a moved card', () => {
    const moved = applyEdit(before, { type: 'node.move', positions: { [second.id]: { x: 5, y: 5 } } });
    expect(diffFlows(before, moved)).toHaveLength(1);
    expect(countsInWords(drawDiff(before, moved))).toBe('No difference');
  });

  it('compares versions of contracts and tables between two versions, never with a draft', () => {
    const v1: Flow = { ...before, pins: { order: '1.0.0' }, settings: { ...before.settings, tables: { rates: 1 } } };
    const v2: Flow = { ...before, pins: { order: '1.1.0' }, settings: { ...before.settings, tables: { rates: 2 } } };
    expect(diffFlows(v1, before)).toEqual([]);
    expect(diffFlows(v1, v2)).toEqual([
      {
        type: 'flow.changed',
        fields: [
          { path: '/tables/rates', before: 1, after: 2 },
          { path: '/contracts/order', before: '1.0.0', after: '1.1.0' },
        ],
      },
    ]);
  });
});

it('shows published against draft at its address, and walks the differences by key', async () => {
  const params = `/flows/${before.id}`;
  const version = {
    flowId: before.id,
    version: 1,
    hash: 'a',
    note: '',
    publishedAt: '2026-11-01T08:00:00.000Z',
    publishedBy: 'ann',
  };
  fakeRuntime({
    [`GET ${params}/draft`]: {
      ...{ flow: after, revision: 4, savedAt: '2026-11-01T08:00:00.000Z', hash: 'b' },
      published: { version: 1, hash: 'a', publishedAt: '2026-11-01T08:00:00.000Z' },
    },
    [`GET ${params}/versions`]: { versions: [version] },
    [`GET ${params}/versions/1`]: { ...version, flow: before },
  });
  const { user, router } = renderApp(`/flows/${before.id}/diff`);
  const list = await screen.findByRole('complementary', { name: 'List of differences' });
  expect(await within(list).findByText('Steps: 1 added, 1 changed, 1 removed')).toBeDefined();
  expect(within(list).getByRole('button', { name: /Step “Fresh step”/ })).toBeDefined();
  await user.keyboard('p');
  expect(router.state.location.search).toMatchObject({ node: 'fresh' });
  await user.click(within(list).getByRole('button', { name: 'Text' }));
  expect(within(list).getByLabelText('Differences as text').textContent).toMatch(/\+ .*Another name/);
});
