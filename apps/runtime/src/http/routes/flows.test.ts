import * as api from '@lockstep/schema/api';
import { contentHash } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let number = 0;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

function fresh(name: string): string {
  number += 1;
  return `${name}-${number}`;
}
const hooked = (id: string, path: string) =>
  flowOf(id, [node('in', 'webhook', { path }), node('log', 'log', { message: 'seen' })]);
const params = (flowId: string) => ({ params: { flowId } });
const hit = async (path: string, url = world.runtime.url) =>
  (await fetch(`${url}/hooks/${path}`, { method: 'POST', body: '{}' })).status;

describe('drafts', () => {
  it('are created once, saved by revision, and refused to who began from an older one', async () => {
    const flow = hooked(fresh('draft'), fresh('draft-path'));
    const created = await world.call(api.createFlow, { body: { flow } });
    const hash = contentHash(flow);
    expect(created).toEqual({ ok: true, value: { flow, revision: 1, savedAt: expect.any(String), hash } });
    expect(await world.call(api.createFlow, { body: { flow } })).toMatchObject({ ok: false, code: 'flow-exists' });

    const renamed = { ...flow, name: 'Renamed' };
    const saved = await world.call(api.saveDraft, { ...params(flow.id), body: { flow: renamed, basedOn: 1 } });
    expect(saved).toMatchObject({ ok: true, value: { revision: 2, hash: contentHash(renamed) } });
    const late = await world.call(api.saveDraft, { ...params(flow.id), body: { flow, basedOn: 1 } });
    expect(late).toMatchObject({ ok: false, code: 'draft-conflict', problem: { status: 412, revision: 2 } });
    expect(await world.call(api.getDraft, params(flow.id))).toMatchObject({
      ok: true,
      value: { flow: renamed, revision: 2 },
    });
  });

  it('saved again where the answer was lost, or a page that went away saved them, are as they are', async () => {
    const flow = hooked(fresh('again'), fresh('again-path'));
    await world.call(api.createFlow, { body: { flow } });
    const save = (name: string, basedOn: number) =>
      world.call(api.saveDraft, { ...params(flow.id), body: { flow: { ...flow, name }, basedOn } });
    const first = await save('Mine', 1);
    expect(await save('Mine', 1)).toEqual(first);
    await save('Theirs', 2);
    expect(await save('Mine', 1)).toMatchObject({ ok: false, code: 'draft-conflict' });
    expect(await save('Theirs', 1)).toMatchObject({ ok: false, code: 'draft-conflict' });
  });

  it('saved at the same time by several are kept by exactly one', async () => {
    const flow = hooked(fresh('race'), fresh('race-path'));
    await world.call(api.createFlow, { body: { flow } });
    const saves = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        world.call(api.saveDraft, { ...params(flow.id), body: { flow: { ...flow, name: `Author ${i}` }, basedOn: 1 } }),
      ),
    );
    expect(saves.map((each) => (each.ok ? 'saved' : each.code)).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'draft-conflict'),
      'saved',
    ]);
  });

  it('of unknown flows, and documents of another flow, are refused', async () => {
    const flow = hooked('nobody', 'nobody');
    expect(await world.call(api.getDraft, params('nobody'))).toMatchObject({ code: 'not-found' });
    expect(await world.call(api.saveDraft, { ...params('nobody'), body: { flow, basedOn: 1 } })).toMatchObject({
      code: 'not-found',
    });
    expect(await world.call(api.saveDraft, { ...params('other'), body: { flow, basedOn: 1 } })).toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('publishing', () => {
  it('numbers versions, keeps each for ever, and serves the newest at once', async () => {
    const [id, first, second] = [fresh('pub'), fresh('first'), fresh('second')] as const;
    await world.publish(hooked(id, first));
    expect([await hit(first), await hit(second)]).toEqual([202, 404]);
    const next = hooked(id, second);
    const body = { flow: next, basedOn: 1, note: 'moved', by: 'Ada' };
    const published = await world.call(api.publishFlow, { ...params(id), body });
    expect(published).toEqual({
      ok: true,
      value: {
        flowId: id,
        version: 2,
        hash: contentHash(next),
        note: 'moved',
        publishedBy: 'Ada',
        publishedAt: expect.any(String),
      },
    });
    expect([await hit(first), await hit(second)]).toEqual([404, 202]);
    expect(await world.call(api.publishFlow, { ...params(id), body })).toMatchObject({
      code: 'flow-version-conflict',
      problem: { newest: 2 },
    });
    const versions = await world.call(api.listVersions, params(id));
    expect(versions.ok && versions.value.versions.map(({ version }) => version)).toEqual([2, 1]);
    const old = await world.call(api.getVersion, { params: { flowId: id, version: 1 } });
    expect(old.ok && old.value.flow).toEqual(hooked(id, first));
  });

  it('tells in the list whether the draft differs from the published version', async () => {
    const id = fresh('listed');
    const flow = hooked(id, fresh('listed-path'));
    await world.publish(flow);
    const listed = async () => {
      const answer = await world.call(api.listFlows);
      return answer.ok ? answer.value.flows.find((each) => each.id === id) : undefined;
    };
    expect(await listed()).toMatchObject({
      changed: false,
      publishedVersion: 1,
      triggers: [{ type: 'webhook', path: expect.stringMatching(/^\/hooks\/listed-path/) }],
    });
    const moved = { ...flow, layout: { nodes: { in: { x: 1, y: 2 } }, notes: [] } };
    await world.call(api.saveDraft, { ...params(id), body: { flow: moved, basedOn: 1 } });
    expect(await listed()).toMatchObject({ changed: false });
    await world.call(api.saveDraft, { ...params(id), body: { flow: { ...flow, name: 'Other' }, basedOn: 2 } });
    expect(await listed()).toMatchObject({ changed: true, name: 'Other' });
  });

  it('refuses errors of the drawing, of scripts, connections, contracts and addresses, each with its place', async () => {
    const taken = fresh('taken');
    await world.publish(hooked(fresh('owner'), taken));
    const id = fresh('bad');
    const flow = flowOf(id, [
      node('in', 'webhook', {
        path: taken,
        verify: { scheme: 'shopify', connection: 'nowhere' },
        contract: 'unheard-of',
      }),
      node('map', 'map', { script: 'export default (input) => {\n  return input.;\n}' }),
      node('log', 'log', { message: '=input.(' }),
    ]);
    await world.call(api.createFlow, { body: { flow } });
    const answer = await world.call(api.publishFlow, { ...params(id), body: { flow, basedOn: 0, note: '' } });
    const issues = answer.ok ? [] : (answer.problem?.issues as api.OkOf<typeof api.checkFlow>['issues']);
    expect(
      issues
        .filter(({ severity }) => severity === 'error')
        .map(({ code, node: at, field, line }) => ({ code, at, field, line })),
    ).toEqual(
      expect.arrayContaining([
        { code: 'script-invalid', at: 'map', field: '/script', line: 2 },
        { code: 'expression-invalid', at: 'log', field: '/message', line: 1 },
        { code: 'connection-unknown', at: 'in', field: '/verify/connection' },
        { code: 'contract-unknown', at: 'in', field: '/contract' },
        { code: 'path-taken', at: 'in', field: '/path' },
      ]),
    );
    expect(!answer.ok && answer.code).toBe('flow-invalid');
    expect(await world.call(api.checkFlow, { ...params(id), body: { flow } })).toEqual({ ok: true, value: { issues } });
  });

  it('gives an address to one of two that want it at the same time', async () => {
    const path = fresh('wanted');
    const ids = [fresh('rival'), fresh('rival'), fresh('rival')];
    for (const id of ids) await world.call(api.createFlow, { body: { flow: hooked(id, path) } });
    const answers = await Promise.all(
      ids.map((id) =>
        world.call(api.publishFlow, { ...params(id), body: { flow: hooked(id, path), basedOn: 0, note: '' } }),
      ),
    );
    expect(answers.map((each) => (each.ok ? 'published' : each.code)).sort()).toEqual([
      'path-taken',
      'path-taken',
      'published',
    ]);
  });

  it('reaches another process of the installation', async () => {
    const other = await world.another();
    const path = fresh('everywhere');
    await world.publish(hooked(fresh('spread'), path));
    let status = 404;
    for (let i = 0; i < 100 && status === 404; i += 1) status = await hit(path, other.url);
    expect(status).toBe(202);
  });
});

describe('deleting', () => {
  it('closes the hooks, and nothing can be started', async () => {
    const [id, path] = [fresh('gone'), fresh('gone-path')] as const;
    await world.publish(hooked(id, path));
    expect(await world.call(api.deleteFlow, params(id))).toEqual({ ok: true, value: { deleted: true } });
    expect(await hit(path)).toBe(404);
    expect(await world.call(api.deleteFlow, params(id))).toMatchObject({ code: 'not-found' });
    expect(await world.call(api.startRun, { ...params(id), body: { message: {} } })).toMatchObject({
      code: 'not-found',
    });
  });

  it('is taken back by creating the same id: a new draft, the versions of before, and numbers that go on', async () => {
    const [id, path] = [fresh('back'), fresh('back-path')] as const;
    const flow = hooked(id, path);
    await world.publish(flow);
    await world.call(api.deleteFlow, params(id));
    const anew = { ...flow, name: 'Anew' };
    const created = await world.call(api.createFlow, { body: { flow: anew } });
    expect(created).toMatchObject({
      ok: true,
      value: { flow: { name: 'Anew' }, revision: 2, published: { version: 1 } },
    });
    expect(await world.call(api.createFlow, { body: { flow: anew } })).toMatchObject({ code: 'flow-exists' });
    expect(await hit(path)).toBe(404); // until it is published again
    const body = { flow: anew, basedOn: 1, note: '' };
    expect(await world.call(api.publishFlow, { ...params(id), body })).toMatchObject({
      value: { version: 2 },
    });
    expect(await hit(path)).toBe(202);
    const versions = await world.call(api.listVersions, params(id));
    expect(versions.ok && versions.value.versions.map(({ version }) => version)).toEqual([2, 1]);
  });
});
