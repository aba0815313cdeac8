import * as api from '@lockstep/schema/api';
import type { Flow, MapSample } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

const sampled = (id: string, wanted: number): Flow => {
  const samples: MapSample[] = [
    { id: 'good', name: 'Good', input: { n: 1 }, origin: 'pasted' },
    { id: 'wanted', name: 'Wanted', input: { n: 1 }, origin: 'pasted', expect: { output: { n: wanted } } },
  ];
  const map = node('map', 'map', { script: 'export default ({ n }) => ({ n: n + 1 })' });
  return flowOf(id, [node('in', 'manual'), { ...map, samples }]);
};
const publish = (flow: Flow, more: { override?: { reason: string }; basedOn?: number } = {}, call = world.call) =>
  call(api.publishFlow, { params: { flowId: flow.id }, body: { flow, basedOn: 0, note: '', ...more } });
const versionsOf = async (flowId: string) => {
  const answer = await world.call(api.listVersions, { params: { flowId } });
  return answer.ok ? answer.value.versions : answer;
};

it('a flow is published when its samples pass, and its version carries them; runs do not', async () => {
  const flow = sampled('passing', 2);
  await world.publish(flow);
  const version = await world.call(api.getVersion, { params: { flowId: flow.id, version: 1 } });
  expect(version).toMatchObject({ ok: true, value: { flow: { nodes: [{}, { samples: [{}, { id: 'wanted' }] }] } } });
  const [published] = (await versionsOf(flow.id)) as api.FlowVersion[];
  expect(published).not.toHaveProperty('override');
});

it('failing samples are listed and nothing is published, until somebody gives a reason, which stays with the version', async () => {
  const flow = sampled('failing', 3);
  await world.call(api.createFlow, { body: { flow } });
  const asked = await world.call(api.runFlowSamples, { params: { flowId: flow.id }, body: { flow } });
  expect(asked).toMatchObject({ ok: true, value: { failed: 1, override: 'allowed' } });
  const refused = await publish(flow);
  expect(refused).toMatchObject({
    code: 'samples-failed',
    detail: 'One sample fails: "Wanted" of "map": /n is not as expected.',
    problem: {
      status: 422,
      failed: [{ node: 'map', id: 'wanted', state: 'different', differences: [{ path: '/n', before: 3, after: 2 }] }],
    },
  });
  expect(await versionsOf(flow.id)).toEqual([]);
  expect(await publish(flow, { override: { reason: '  ' } })).toMatchObject({ code: 'request-invalid' });

  const reason = 'Partner changes its side tonight';
  expect(await publish(flow, { override: { reason } })).toMatchObject({ ok: true });
  expect(await versionsOf(flow.id)).toMatchObject([
    { version: 1, override: { reason, failed: [{ node: 'map', map: 'map', id: 'wanted', name: 'Wanted' }] } },
  ]);
});

it('an installation may let nobody past', async () => {
  const strict = await world.another({ sampleOverride: 'never' });
  const flow = sampled('strict', 3);
  await world.call(api.createFlow, { body: { flow } });
  const call = api.createClient({ baseUrl: strict.url, fetch });
  expect(await publish(flow, { override: { reason: 'Now!' } }, call)).toMatchObject({
    code: 'samples-failed',
    detail: expect.stringContaining('does not let a version be published all the same'),
  });
});
