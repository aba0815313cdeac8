import * as api from '@lockstep/schema/api';
import type { JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world.stop());

const text = { type: 'string' };
const schemaOf = (properties: JsonObject, required: readonly string[] = []): JsonObject => {
  return { type: 'object', properties, required, additionalProperties: false };
};
const documentOf = (schema: JsonObject, example: JsonObject = { id: 'P1' }): api.ContractDocument => ({
  title: 'Parcel',
  description: 'What a carrier brings.',
  owner: 'Logistics team',
  schema,
  examples: [{ name: 'Small one', value: example }],
});
const first = documentOf(schemaOf({ id: text, carrier: text }, ['id']));

const create = (name: string, document = first) =>
  world.call(api.createContract, { body: { name, document, by: 'ann' } });
const save = (name: string, document: api.ContractDocument, basedOn: number) =>
  world.call(api.saveContractDraft, { params: { name }, body: { document, basedOn, by: 'ben' } });
const publish = (name: string, version: string, basedOn = 1) =>
  world.call(api.publishContract, { params: { name }, body: { version, basedOn, by: 'ann', note: 'Why not.' } });
const page = (name: string) => world.call(api.getContract, { params: { name } });
const usage = async (name: string) => {
  const answer = await world.call(api.getContractUsage, { params: { name } });
  return answer.ok ? answer.value.uses : [];
};
const send = (path: string, body: unknown) =>
  fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a contract', () => {
  it('goes from draft to version, and everything that was done is written down', async () => {
    expect(await create('parcel')).toMatchObject({ value: { revision: 1, savedBy: 'ann' } });
    expect(await create('parcel')).toMatchObject({ code: 'contract-exists' });
    expect(await page('parcel')).toMatchObject({ value: { state: 'draft', hasDraft: true, versions: [] } });
    expect(await world.call(api.listContracts)).not.toMatchObject({
      value: { contracts: expect.arrayContaining([expect.objectContaining({ name: 'parcel' })]) },
    });
    expect(await publish('parcel', '1.0.0')).toMatchObject({ value: { version: '1.0.0', publishedBy: 'ann' } });
    expect(await page('parcel')).toMatchObject({
      value: {
        state: 'published',
        version: '1.0.0',
        hasDraft: false,
        versions: [{ version: '1.0.0', note: 'Why not.' }],
        log: [
          { action: 'published', by: 'ann', version: '1.0.0' },
          { action: 'created', by: 'ann' },
        ],
      },
    });
    const params = { name: 'parcel', version: '1.0.0' };
    expect(await world.call(api.getContractVersion, { params })).toMatchObject({
      value: { title: 'Parcel', example: { id: 'P1' }, builtIn: false, owner: 'Logistics team' },
    });
    const types = await fetch(`${world.runtime.url}/api/contracts/parcel/versions/1.0.0/types.d.ts`);
    expect(await types.text()).toBe(
      '// Parcel: contract parcel@1.0.0\n\nexport interface Parcel {\n  readonly id: string;\n  readonly carrier?: string;\n}\n',
    );
  });

  it('is saved by the one who has seen the newest draft only', async () => {
    await create('shared');
    expect(await save('shared', { ...first, title: 'Mine' }, 1)).toMatchObject({ value: { revision: 2 } });
    expect(await save('shared', { ...first, title: 'Theirs' }, 1)).toMatchObject({
      code: 'draft-conflict',
      detail: 'ben saved revision 2; you began from 1.',
      problem: { status: 412, revision: 2 },
    });
    const both = await Promise.all([save('shared', first, 2), save('shared', first, 2)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await publish('shared', '1.0.0', 1)).toMatchObject({ code: 'draft-conflict' });
  });

  it('takes the revision as an entity tag as well', async () => {
    await create('tagged');
    const url = `${world.runtime.url}/api/contracts/tagged`;
    expect((await fetch(url)).headers.get('etag')).toBe('"1"');
    const put = (headers: Record<string, string>) =>
      fetch(`${url}/draft`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ document: first }),
      });
    expect((await put({})).status).toBe(400);
    expect((await put({ 'if-match': 'W/"1"' })).status).toBe(400);
    expect((await put({ 'if-match': '"7"' })).status).toBe(412);
    const saved = await put({ 'if-match': '"1"' });
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"2"']);
  });

  it('of one name can be thrown away before its first version, and begun anew', async () => {
    await create('mistake');
    const params = { name: 'mistake' };
    expect(await world.call(api.discardContractDraft, { params, query: { basedOn: 9 } })).toMatchObject({
      code: 'draft-conflict',
    });
    expect(await world.call(api.discardContractDraft, { params, query: { basedOn: 1 } })).toMatchObject({ ok: true });
    expect(await page('mistake')).toMatchObject({ code: 'not-found' });
    expect(await create('mistake')).toMatchObject({ ok: true });
  });

  it('that ships with Lockstep is read, and never changed', async () => {
    expect(await page('order')).toMatchObject({ value: { builtIn: true, version: '1.0.0', state: 'published' } });
    expect(await create('order')).toMatchObject({ code: 'contract-exists' });
    expect(await save('order', first, 0)).toMatchObject({ code: 'contract-built-in' });
    const params = { name: 'order', version: '1.0.0' };
    expect(await world.call(api.deprecateContract, { params, body: {} })).toMatchObject({ code: 'contract-built-in' });
    const types = await fetch(`${world.runtime.url}/api/contracts/order/versions/1.0.0/types.d.ts`);
    expect(await types.text()).toContain('export interface Order {');
  });
});

describe('publishing refuses', () => {
  it.each<[string, Partial<api.ContractDocument>, string, string]>([
    [
      'an example that breaks the schema',
      { examples: [{ name: 'Wrong', value: { id: 7 } }] },
      '/examples/0/value/id',
      'The example "Wrong" breaks the contract: /id must be text.',
    ],
    ['no example', { examples: [] }, '/examples', 'Give one example at least: maps are drawn with it.'],
    ['nobody who answers for it', { owner: ' ' }, '/owner', 'Say who answers for this contract: a team or a person.'],
    [
      'a misspelt keyword',
      { schema: { propertes: {} } },
      '/schema/propertes',
      'is no keyword of JSON Schema 2020-12; notes of your own begin with "x-"',
    ],
    ['what the meta-schema refuses', { schema: { minLength: -1 } }, '/schema/minLength', 'must be >= 0'],
  ])('%s', async (_, change, path, message) => {
    const name = `bad-${path.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '')}`;
    await create(name, { ...first, ...change });
    const checked = await world.call(api.checkContractDocument, {
      params: { name },
      body: { document: { ...first, ...change } },
    });
    expect(checked).toMatchObject({ value: { issues: [{ path, message }] } });
    expect(await publish(name, '1.0.0')).toMatchObject({
      code: 'contract-invalid',
      problem: { issues: [{ path, message }] },
    });
  });

  it('a change that is larger than its version says, with the reasons and the version it needs', async () => {
    await create('parcel-slip');
    await publish('parcel-slip', '1.0.0');
    const minor = documentOf(schemaOf({ id: text, carrier: text, weight: { type: 'number' } }, ['id']));
    expect(await save('parcel-slip', minor, 0)).toMatchObject({ value: { revision: 1 } });
    expect(await publish('parcel-slip', '1.0.1')).toMatchObject({
      code: 'contract-version-too-small',
      problem: { status: 409 },
    });
    expect(await publish('parcel-slip', '1.1.0')).toMatchObject({
      value: {
        compatibility: { class: 'backward', against: '1.0.0', forward: [{ path: 'weight', rule: 'is not known' }] },
      },
    });
    const breaking = documentOf(schemaOf({ number: text, carrier: text }, ['number']), { number: 'P1' });
    await save('parcel-slip', breaking, 0);
    expect(await publish('parcel-slip', '1.2.0')).toMatchObject({
      code: 'contract-version-too-small',
      detail: 'The change breaks version 1.1.0, so it needs a new major version: 2.0.0, not 1.2.0.',
      problem: {
        verdict: {
          class: 'breaking',
          next: { major: '2.0.0' },
          backward: expect.arrayContaining([{ path: 'number', rule: 'must be there' }]),
        },
      },
    });
    expect(await publish('parcel-slip', '1.1.0')).toMatchObject({ code: 'contract-version-too-small' });
    expect(await publish('parcel-slip', '2.0.0')).toMatchObject({ ok: true });
    await save('parcel-slip', breaking, 0);
    expect(await publish('parcel-slip', '2.0.1')).toMatchObject({ code: 'contract-unchanged' });
  });

  it('the second of two who publish at once', async () => {
    await create('raced');
    const both = await Promise.all([publish('raced', '1.0.0'), publish('raced', '1.0.0')]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await page('raced')).toMatchObject({ value: { versions: [{ version: '1.0.0' }] } });
  });
});

describe('flows', () => {
  const flow = flowOf(
    'parcels',
    [
      node('in', 'webhook', { path: 'parcels', verify: { scheme: 'none' }, contract: 'box' }),
      node('check', 'check-contract', { contract: 'box@1' }),
      node('log', 'log', { message: 'x' }),
    ],
    [
      { from: 'in', port: 'out', to: 'check' },
      { from: 'check', port: 'valid', to: 'log' },
    ],
  );

  it('keep the version they were published with, in every process, whatever is published later', async () => {
    const other = await world.another();
    await create('box');
    await publish('box', '1.0.0');
    await world.publish(flow);
    expect((await send('parcels', { id: 'a', weight: 1 })).status).toBe(400);
    expect((await send('parcels', { id: 'a' })).status).toBe(202);

    await save('box', documentOf(schemaOf({ id: text, carrier: text, weight: { type: 'number' } }, ['id'])), 0);
    await publish('box', '1.1.0');
    expect((await send('parcels', { id: 'b', weight: 1 })).status).toBe(400);
    const there = await fetch(`${other.url}/hooks/parcels`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"id":"b","weight":1}',
    });
    expect(there.status).toBe(400);
    expect(await usage('box')).toMatchObject([
      {
        where: 'published',
        flowId: 'parcels',
        flowVersion: 1,
        node: 'in',
        ref: 'box',
        version: '1.0.0',
        offered: '1.1.0',
      },
      { where: 'published', node: 'check', ref: 'box@1', version: '1.0.0', offered: '1.1.0' },
    ]);

    const again = await world.call(api.publishFlow, {
      params: { flowId: 'parcels' },
      body: { flow, basedOn: 1, note: '' },
    });
    expect(again).toMatchObject({ ok: true });
    expect((await send('parcels', { id: 'c', weight: 1 })).status).toBe(202);
    expect(await usage('box')).toMatchObject([{ flowVersion: 2, version: '1.1.0' }, { version: '1.1.0' }]);
    expect(await world.call(api.listFlows)).toMatchObject({
      value: { flows: expect.arrayContaining([expect.objectContaining({ id: 'parcels', changed: false })]) },
    });
  });

  it('are warned of a version whose end was announced, and whoever announces it is told of them', async () => {
    const params = { name: 'box', version: '1.1.0' };
    const body = { successor: 'order', endsOn: '2027-03-31', note: 'Orders say more.', by: 'ann' };
    expect(await world.call(api.deprecateContract, { params, body: { ...body, successor: 'nothing' } })).toMatchObject({
      code: 'successor-unknown',
    });
    expect(await world.call(api.deprecateContract, { params, body: { ...body, successor: 'box' } })).toMatchObject({
      code: 'successor-unknown',
    });
    expect(await world.call(api.deprecateContract, { params, body })).toMatchObject({
      value: {
        deprecation: { by: 'ann', successor: 'order', endsOn: '2027-03-31' },
        uses: [{ flowId: 'parcels', node: 'in', deprecated: true }, { node: 'check' }],
      },
    });
    const checked = await world.call(api.checkFlow, { params: { flowId: 'parcels' }, body: { flow } });
    expect(checked.ok && checked.value.issues.filter(({ code }) => code === 'contract-deprecated')).toMatchObject([
      {
        severity: 'warning',
        node: 'in',
        field: '/contract',
        message:
          'Version 1.1.0 of the contract "box" should not be used after 2027-03-31. Use order instead. Orders say more.',
      },
      { node: 'check' },
    ]);
    expect((await send('parcels', { id: 'd' })).status).toBe(202);
    expect(await page('box')).toMatchObject({
      value: { state: 'deprecated', log: [{ action: 'deprecated' }, {}, {}, {}, {}] },
    });
    expect(await world.call(api.restoreContract, { params })).toMatchObject({ ok: true });
    expect(await page('box')).toMatchObject({ value: { state: 'published' } });
    expect(await world.call(api.restoreContract, { params })).toMatchObject({ code: 'not-found' });
  });

  it('and topics are counted in the list, and drafts that are not published are told apart', async () => {
    await world.call(api.putTopic, { params: { topic: 'boxes' }, body: { contract: 'box@1' } });
    const draft = {
      ...flow,
      nodes: flow.nodes.map((each) => (each.id === 'check' ? { ...each, params: { contract: 'order' } } : each)),
    };
    await world.call(api.saveDraft, { params: { flowId: 'parcels' }, body: { flow: draft, basedOn: 1 } });
    const list = await world.call(api.listRegistry);
    expect(list.ok && list.value.contracts.find(({ name }) => name === 'box')).toMatchObject({
      usedBy: 2,
      versions: 2,
    });
    expect((await usage('box')).map(({ where, node: at, topic }) => `${where} ${at ?? topic}`)).toEqual([
      'published in',
      'published check',
      'draft in',
      'topic boxes',
    ]);
    expect(await usage('order')).toMatchObject([{ where: 'draft', node: 'check' }]);
    expect(await world.call(api.getContractUsage, { params: { name: 'nothing' } })).toMatchObject({
      code: 'not-found',
    });
  });

  it('that name what is not there are refused', async () => {
    const wrong = flowOf('lost', [
      node('in', 'webhook', { path: 'lost', verify: { scheme: 'none' }, contract: 'box@7' }),
    ]);
    const checked = await world.call(api.checkFlow, { params: { flowId: 'lost' }, body: { flow: wrong } });
    expect(checked.ok && checked.value.issues.map(({ code }) => code)).toContain('contract-unknown');
  });
});
