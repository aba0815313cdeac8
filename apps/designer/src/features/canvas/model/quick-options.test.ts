import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import { applyEdit, isError, validateFlow } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { pasteSteps } from './clipboard.ts';
import { quickOptions } from './quick-options.ts';
import { behindPort, stepsOfTemplate } from './template.ts';
import { chain, nodeOf } from './testing.ts';

const connections = [{ id: 'sap-europe', name: 'SAP Europe', system: 'sap-s4hana' }];
const offered = (search: string) => quickOptions({ catalogue, search, connections, templates: samples });

describe('the quick-add', () => {
  it('offers types only while nothing is typed', () => {
    expect(new Set(offered('').map(({ kind }) => kind))).toEqual(new Set(['type']));
  });

  it('offers the steps of a connection by its name, with the connection chosen', () => {
    const [first] = offered('europe sales order');
    expect(first).toMatchObject({
      kind: 'connection',
      definition: { type: 'sap.create-sales-order' },
      params: { connection: 'sap-europe' },
    });
  });

  it('offers templates, those first whose name was typed', () => {
    const [first] = offered('order to erp').filter(({ kind }) => kind === 'template');
    expect(first).toMatchObject({ template: { id: 'order-to-erp' } });
  });
});

describe('a template', () => {
  const template = samples.find(({ id }) => id === 'order-to-erp') ?? chain('a b');
  const empty = { ...chain('a'), nodes: [], edges: [], layout: { nodes: {}, notes: [] } };

  it('brings every step and edge into an empty flow', () => {
    const { edit } = pasteSteps(empty, stepsOfTemplate(template, catalogue, true), { x: 0, y: 0 });
    const next = applyEdit(empty, edit);
    expect([next.nodes.length, next.edges.length]).toEqual([template.nodes.length, template.edges.length]);
  });

  it('goes behind a port without its start, and is joined to it', () => {
    const flow = { ...chain('begin'), nodes: [{ ...nodeOf('begin', 'manual'), name: 'Begin' }] };
    const { edit, ids } = behindPort(flow, { template, from: 'begin', port: 'out', at: { x: 280, y: 0 }, catalogue });
    const next = applyEdit(flow, edit);
    expect(ids).toHaveLength(template.nodes.length - 1);
    expect(next.edges.filter(({ from }) => from === 'begin')).toHaveLength(1);
    const codes = validateFlow(next, catalogue).filter(isError);
    expect(codes.filter(({ code }) => code.startsWith('edge'))).toEqual([]);
  });
});
