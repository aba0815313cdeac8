import * as api from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

const [ANN, BEN] = ['session-ann', 'session-ben'];
async function flow(id: string) {
  const draft = flowOf(id, [node('in', 'manual'), node('log', 'log', { message: 'seen' })]);
  await world.call(api.createFlow, { body: { flow: draft } });
  const beat = (session: string, more: object = {}) =>
    world.call(api.beatPresence, { params: { flowId: id }, body: { session, name: session.slice(8), ...more } });
  const save = (session: string | undefined, basedOn: number) =>
    world.call(api.saveDraft, { params: { flowId: id }, body: { flow: draft, basedOn, ...(session && { session }) } });
  const writers = async (answer: Awaited<ReturnType<typeof beat>>) =>
    answer.ok ? answer.value.people.map(({ name, writes }) => `${name}${writes ? ' writes' : ''}`) : answer.code;
  const age = (column: 'active_at' | 'seen_at', session: string, seconds: number) =>
    world.runtime.store.db.execute(
      sql`update flow_presence set ${sql.identifier(column)} = clock_timestamp() - make_interval(secs => ${seconds}) where flow_id = ${id} and session = ${session}`,
    );
  return { beat, save, writers, age };
}

it('the first page writes, the second looks on, and both see each other', async () => {
  const { beat, writers } = await flow('presence-two');
  expect(await writers(await beat(ANN))).toEqual(['ann writes']);
  expect(await writers(await beat(BEN))).toEqual(['ann writes', 'ben']);
  expect(await writers(await beat(ANN))).toEqual(['ann writes', 'ben']);
});

it('only the page that writes saves; a caller without a page is held to the revision alone', async () => {
  const { beat, save } = await flow('presence-save');
  await beat(ANN);
  await beat(BEN);
  expect(await save(BEN, 1)).toMatchObject({ ok: false, code: 'draft-held', problem: { status: 409, by: 'ann' } });
  expect(await save(ANN, 1)).toMatchObject({ ok: true });
  expect(await save(undefined, 2)).toMatchObject({ ok: true });
  expect(await save(ANN, 1)).toMatchObject({ code: 'draft-conflict' });
});

it('is taken over once who writes has changed nothing for twenty seconds, not before', async () => {
  const { beat, save, writers, age } = await flow('presence-take');
  await beat(ANN);
  await beat(BEN);
  await save(ANN, 1);
  expect(await beat(BEN, { take: true })).toMatchObject({
    code: 'draft-held',
    problem: { by: 'ann', freeAt: expect.any(String) },
  });
  await age('active_at', ANN, 21);
  expect(await writers(await beat(BEN, { take: true }))).toEqual(['ann', 'ben writes']);
  expect(await save(ANN, 2)).toMatchObject({ code: 'draft-held' });
  expect(await save(BEN, 2)).toMatchObject({ ok: true });
});

it('a page that leaves or falls silent is gone; who looks on begins to write only when asked', async () => {
  const { beat, writers, age } = await flow('presence-leave');
  await beat(ANN);
  await beat(BEN);
  await beat('session-cleo');
  await beat(ANN, { leave: true });
  expect(await writers(await beat(BEN))).toEqual(['ben', 'cleo']);
  expect(await writers(await beat(BEN, { take: true }))).toEqual(['ben writes', 'cleo']);
  await age('seen_at', BEN, 16);
  expect(await writers(await beat('session-cleo'))).toEqual(['cleo writes']);
});

it('is taken by one of many who ask at the same moment', async () => {
  const { beat } = await flow('presence-race');
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => beat(`session-p${i}`, { take: true })));
  const last = answers.flatMap((each) => (each.ok ? [each.value.people] : [])).at(-1);
  expect(last?.filter(({ writes }) => writes)).toHaveLength(1);
  expect(answers.filter(({ ok }) => !ok).every((each) => !each.ok && each.code === 'draft-held')).toBe(true);
});

it('tells the other browsers at once', async () => {
  const { beat } = await flow('presence-live');
  const heard = await fetch(`${world.runtime.url}/api/events`);
  const reader = heard.body?.getReader();
  await beat(ANN);
  let text = '';
  while (!text.includes('presence.changed')) {
    const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  expect(text).toContain('"flowId":"presence-live"');
});
