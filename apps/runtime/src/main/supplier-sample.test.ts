import { samples } from '@lockstep/nodes/samples';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const flow = samples.find(({ id }) => id === 'supplier-acknowledgements') as Flow;
const confirmation = String(flow.tests[0]?.message);
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(flow);
});
afterAll(() => world?.stop());

const post = async (text: string) => {
  const response = await fetch(`${world.runtime.url}/hooks/suppliers/acknowledgements`, {
    method: 'POST',
    headers: { 'content-type': 'application/edi-x12' },
    body: text,
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
const told = async () => {
  const answer = await world.call(api.listTopicEvents, {
    params: { topic: 'order.line-confirmed' },
    query: { key: 'PO-1042' },
  });
  return answer.ok ? answer.value.events.map(({ preview }) => preview) : [];
};

it('an 855 that is posted is answered with its 997, and its lines are told once however often it comes', async () => {
  const first = await post(confirmation);
  expect(first).toMatchObject({ status: 200, type: 'application/edi-x12' });
  expect(first.text).toContain('AK1*PR*101~AK2*855*0001~AK5*A~AK9*A*1*1*1~');
  await vi.waitFor(async () => expect(await told()).toHaveLength(2), { timeout: 30_000, interval: 50 });
  const again = await post(confirmation);
  expect(again.text).toContain('IEA*1*000000002~');
  const faulty = await post(confirmation.replace('PO1*1*2*EA', 'PO1*1*two*EA').replaceAll('000000101', '000000102'));
  expect(faulty.text).toContain('AK3*PO1*4**8~AK4*2**6*two~AK5*R*5~');
  await vi.waitFor(
    async () => {
      const runs = await world.call(api.listRuns, { query: { flow: flow.id } });
      const statuses = runs.ok ? runs.value.runs.map(({ status }) => status).sort() : [];
      expect(statuses).toEqual(['done', 'done', 'exception']);
    },
    { timeout: 30_000, interval: 50 },
  );
  expect((await told()).map((preview) => /MUG-BLUE|CAP-RED/.exec(preview ?? '')?.[0]).sort()).toEqual([
    'CAP-RED',
    'MUG-BLUE',
  ]);
});
