import { expect, it } from 'vitest';
import { bindingsOf, cloneFlow } from './clone-flow.ts';
import { diffFlows } from './diff.ts';
import { FLOW_FORMAT, type Flow } from './flow.ts';

const FLOW: Flow = {
  format: FLOW_FORMAT,
  id: 'carrier-a',
  name: 'Carrier A',
  nodes: [
    {
      ...{ id: 'in', type: 'webhook', version: 1, name: 'It tells', policy: {} },
      params: { path: 'carrier/a', verify: { scheme: 'hmac', connection: 'carrier-a', header: 'X-Sign' } },
    },
    {
      ...{ id: 'file', type: 'sftp.on-file', version: 1, name: 'A file', policy: {} },
      params: { connection: 'sftp', folder: 'a/out' },
    },
    {
      ...{ id: 'map', type: 'map', version: 1, name: 'In our words', policy: {} },
      params: { script: 't.lookup<string>( \'status-a\', src.a) + t.lookup("zones", src.b) + t.lookup(other, src.c)' },
    },
    {
      ...{ id: 'ask', type: 'http-request', version: 1, name: 'Ask', policy: {} },
      params: { connection: 'carrier-a', url: "='/track/' + t.lookup('status-a', input.code)" },
    },
  ],
  edges: [],
  layout: { nodes: {}, notes: [] },
  settings: { owner: 'Shipping', tables: { 'status-a': 3 } },
  tests: [],
  pins: { order: '1.0.0' },
};

it('tells what ties a flow to one place', () => {
  expect(bindingsOf(FLOW)).toEqual({
    connections: ['carrier-a', 'sftp'],
    tables: ['status-a', 'zones'],
    paths: [{ node: 'in', name: 'It tells', path: 'carrier/a' }],
    folders: [{ node: 'file', name: 'A file', folder: 'a/out' }],
  });
});

it('copies a flow, and changes nothing but what is bound', () => {
  const clone = cloneFlow(FLOW, {
    id: 'carrier-b',
    name: 'Carrier B',
    connections: { 'carrier-a': 'carrier-b' },
    tables: { 'status-a': 'status-b' },
    paths: { in: 'carrier/b' },
    folders: { file: 'b/out' },
  });
  const { pins: _, settings: __, ...rest } = FLOW;
  const fields = diffFlows({ ...rest, settings: { owner: 'Shipping' } }, clone).flatMap((change) =>
    'fields' in change ? change.fields.map(({ path, after }) => [path, after]) : [change.type],
  );
  expect(fields).toEqual([
    ['/params/path', 'carrier/b'],
    ['/params/verify/connection', 'carrier-b'],
    ['/params/folder', 'b/out'],
    ['/params/script', 't.lookup<string>( \'status-b\', src.a) + t.lookup("zones", src.b) + t.lookup(other, src.c)'],
    ['/params/connection', 'carrier-b'],
    ['/params/url', "='/track/' + t.lookup('status-b', input.code)"],
    ['/id', 'carrier-b'],
    ['/name', 'Carrier B'],
  ]);
  expect(cloneFlow(FLOW, { id: 'x', name: 'X' }).nodes).toEqual(FLOW.nodes);
});
