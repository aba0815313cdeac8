import * as api from '@lockstep/schema/api';
import { contentHash, type Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

const reviewed = (id: string): Flow => ({
  ...flowOf(id, [node('in', 'manual'), node('log', 'log', { message: 'seen' })]),
  settings: { review: 'required' },
});

async function flow(id: string) {
  const draft = reviewed(id);
  const params = { flowId: id };
  await world.call(api.createFlow, { body: { flow: draft } });
  const publish = (document: Flow = draft, basedOn = 0) =>
    world.call(api.publishFlow, { params, body: { flow: document, basedOn, note: '', by: 'Ann' } });
  const ask = async (document: Flow = draft, basedOn = 0) => {
    const asked = await world.call(api.requestReview, {
      params,
      body: { flow: document, basedOn, message: 'Look', by: 'Ann' },
    });
    if (!asked.ok) throw new Error(JSON.stringify(asked.problem));
    return asked.value.id;
  };
  const decide = (reviewId: string, decision: 'approved' | 'declined' | 'withdrawn', by: string) =>
    world.call(api.decideReview, { params: { ...params, reviewId }, body: { decision, by, note: 'Fine' } });
  return { draft, params, publish, ask, decide };
}

describe('a flow that asks for a review', () => {
  it('is published only after another person approved exactly this state', async () => {
    const { draft, params, publish, ask, decide } = await flow('review-basic');
    expect(await publish()).toMatchObject({ ok: false, code: 'review-required', problem: { status: 403 } });
    const id = await ask();
    expect(await publish()).toMatchObject({ code: 'review-required' });
    expect(await decide(id, 'approved', ' ann ')).toMatchObject({ code: 'review-own', problem: { status: 403 } });
    expect(await decide(id, 'approved', 'Ben')).toMatchObject({
      value: { status: 'approved', decision: { by: 'Ben', note: 'Fine' } },
    });
    const changed = { ...draft, name: 'Changed after the approval' };
    expect(await publish(changed)).toMatchObject({ code: 'review-required' });
    expect(await publish()).toMatchObject({ ok: true, value: { version: 1, reviewedBy: 'Ben' } });
    const told = await world.call(api.listReviews, { params });
    expect(told).toMatchObject({
      value: { required: 'flow', reviews: [{ id, status: 'published', hash: contentHash(draft) }] },
    });
  });

  it('cannot be led out of it by its author alone, and needs a new approval after another version', async () => {
    const { draft, publish, ask, decide } = await flow('review-out');
    await decide(await ask(), 'approved', 'Ben');
    await publish();
    const free = { ...draft, settings: {} };
    expect(await publish(free, 1)).toMatchObject({ code: 'review-required' });
    const second = { ...draft, name: 'Second' };
    await decide(await ask(second, 0), 'approved', 'Ben');
    expect(await publish(second, 1)).toMatchObject({ code: 'review-required' });
  });

  it('rolls back to a state that was live without a review', async () => {
    const { draft, publish, ask, decide } = await flow('review-back');
    await decide(await ask(), 'approved', 'Ben');
    await publish();
    const second = { ...draft, name: 'Second' };
    await decide(await ask(second, 1), 'approved', 'Ben');
    expect(await publish(second, 1)).toMatchObject({ value: { version: 2 } });
    expect(await publish(draft, 2)).toMatchObject({ value: { version: 3, hash: contentHash(draft) } });
  });

  it('gathers remarks on steps; all are resolved before it is approved', async () => {
    const { params, ask, decide } = await flow('review-remarks');
    const reviewId = await ask();
    const at = { params: { ...params, reviewId } };
    const said = await world.call(api.commentReview, { ...at, body: { node: 'log', text: 'Which log?', by: 'Ben' } });
    const commentId = said.ok ? (said.value.comments[0]?.id ?? '') : '';
    expect(said).toMatchObject({ value: { comments: [{ node: 'log', text: 'Which log?', by: 'Ben' }] } });
    expect(await decide(reviewId, 'approved', 'Ben')).toMatchObject({ code: 'review-comments-open' });
    const resolve = { params: { ...params, reviewId, commentId }, body: { by: 'Ann' } };
    expect(await world.call(api.resolveComment, resolve)).toMatchObject({
      value: { comments: [{ resolved: { by: 'Ann' } }] },
    });
    expect(await decide(reviewId, 'declined', 'Ben')).toMatchObject({ value: { status: 'declined' } });
    expect(await decide(reviewId, 'approved', 'Cleo')).toMatchObject({ code: 'review-settled' });
    expect(await world.call(api.commentReview, { ...at, body: { text: 'Late', by: 'Ben' } })).toMatchObject({
      code: 'review-settled',
    });
  });

  it('has one open review: asking again withdraws the one before; only who asked withdraws', async () => {
    const { params, ask, decide } = await flow('review-one');
    const first = await ask();
    const second = await ask();
    expect(await decide(second, 'withdrawn', 'Ben')).toMatchObject({ code: 'review-own' });
    expect(await decide(second, 'withdrawn', 'Ann')).toMatchObject({ value: { status: 'withdrawn' } });
    const told = await world.call(api.getReview, { params: { ...params, reviewId: first } });
    expect(told).toMatchObject({ value: { status: 'withdrawn', flow: { id: 'review-one' } } });
  });

  it('is approved once however many decide at the same moment', async () => {
    const { ask, decide } = await flow('review-race');
    const id = await ask();
    const answers = await Promise.all(
      ['Ben', 'Cleo', 'Dan', 'Eve'].map((by) => decide(id, by < 'D' ? 'approved' : 'declined', by)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

it('an installation can ask for a review of every flow', async () => {
  const strict = await world.another({ review: 'always' });
  const call = api.createClient({ baseUrl: strict.url, fetch });
  const plain = flowOf('review-always', [node('in', 'manual'), node('log', 'log', { message: 'seen' })]);
  await call(api.createFlow, { body: { flow: plain } });
  const params = { flowId: plain.id };
  expect(await call(api.publishFlow, { params, body: { flow: plain, basedOn: 0, note: '' } })).toMatchObject({
    code: 'review-required',
  });
  expect(await call(api.listReviews, { params })).toMatchObject({ value: { required: 'installation' } });
});
