import { applyEdit, type Flow, type MapSample } from '@lockstep/schema/graph';
import { expect, it } from 'vitest';
import { FLOW } from '../../testing/samples.ts';
import { noRoomFor, samplesEdit, tooLarge, withNew } from './sample-edits.ts';

const sample = (id: string): MapSample => ({ id, name: id, input: id, origin: 'pasted' });
const step = {
  id: 'map',
  type: 'map',
  version: 1,
  name: 'Map',
  params: { script: 'export default (i) => i' },
  policy: {},
};
const flow: Flow = { ...FLOW, nodes: [...FLOW.nodes, { ...step, samples: [sample('a')] }] };
const samplesIn = ({ nodes }: Flow) => nodes.find(({ id }) => id === 'map')?.samples?.map(({ id }) => id);

it('new samples get ids of their names, also beside what is only looked at', () => {
  const named = (name: string) => ({ name, input: 1, origin: 'pasted' as const });
  const names = ['A', 'Two mugs!', 'Two mugs?', 'Run', '株式会社'];
  expect(withNew([sample('a')], names.map(named)).map(({ id }) => id)).toEqual([
    ...['a', 'a-2', 'two-mugs', 'two-mugs-2', 'run-2', 'sample'],
  ]);
});

it('a map has 50 samples at most', () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ name: `S ${at}`, input: at, origin: 'contract' as const }));
  expect(withNew([], many)).toHaveLength(50);
});

it('what was saved as a test that begins at the map moves beside it, with the first change', () => {
  const tests = [
    { id: 'old', name: 'Old', node: 'map', message: 1 },
    { id: 'whole', name: 'Whole', message: 1 },
  ];
  const after = applyEdit(
    { ...flow, tests },
    samplesEdit({ ...flow, tests }, 'map', (before) => [...before, sample('b')]),
  );
  expect(samplesIn(after)).toEqual(['a', 'old', 'b']);
  expect(after.tests).toEqual([tests[1]]);
});

it('taking the last one away leaves the step as it was drawn', () => {
  const after = applyEdit(
    flow,
    samplesEdit(flow, 'map', () => []),
  );
  expect(after.nodes.at(-1)).toEqual(step);
});

it('says when a message is too large to be kept with the flow', () => {
  expect(tooLarge({ text: 'x'.repeat(1000) })).toBeUndefined();
  expect(tooLarge({ text: 'é'.repeat(130_000) })).toMatch(/^The message has 253.9 KB; a sample may have 250.0 KB/);
});

it('a flow has room for so many samples: it is saved at every pause', () => {
  const large = { name: 'Large', input: 'x'.repeat(240_000), origin: 'pasted' as const };
  expect(
    noRoomFor(
      flow,
      Array.from({ length: 8 }, () => large),
    ),
  ).toBeUndefined();
  expect(
    noRoomFor(
      flow,
      Array.from({ length: 9 }, () => large),
    ),
  ).toMatch(/^The samples of this flow would take 2\.1 MB/);
});
