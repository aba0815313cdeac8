import { contracts } from '@lockstep/schema/contracts';
import { checkLayerCalls, Flow, offersOf, validateFlow } from '@lockstep/schema/graph';
import { checkOwners } from '@lockstep/schema/wires';
import { expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { connectionType } from '../connections.ts';
import { samples, starterPack } from './index.ts';

const each = samples.map((flow) => [flow.id, flow] as const);

it.each(each)('%s is a flow without errors and warnings', (_, flow) => {
  expect(Flow.parse(flow)).toEqual(flow);
  expect(validateFlow(flow, catalogue)).toEqual([]);
});

it.each(each)('%s has a place for every step, in lanes from left to right, none on another', (_, flow) => {
  const places = flow.nodes.map(({ id }) => flow.layout.nodes[id]);
  expect(Object.keys(flow.layout.nodes).sort()).toEqual(flow.nodes.map(({ id }) => id).sort());
  expect(places.filter((place) => !place || place.x % 280 !== 0 || place.y % 160 !== 0)).toEqual([]);
  expect(new Set(places.map((place) => `${place?.x}/${place?.y}`)).size).toBe(places.length);
  const backwards = flow.edges.filter(({ from, to }) => {
    const [a, b] = [flow.layout.nodes[from], flow.layout.nodes[to]];
    return (a?.x ?? 0) > (b?.x ?? 0) || (a?.x === b?.x && a?.y === b?.y);
  });
  expect(backwards).toEqual([]);
});

it.each(each)('%s says what it is for and brings a message to try it with', (_, flow) => {
  expect(flow.settings.description).toMatch(/\.$/);
  expect(flow.tests.length).toBeGreaterThan(0);
});

it('uses only the connections a demo has, each where its system fits', () => {
  const demo = new Map([
    ['shopify', 'shopify'],
    ['sap', 'sap-s4hana'],
    ['wms', 'wms'],
    ['stripe', 'stripe'],
    ['easypost', 'easypost'],
    ['shipstation', 'shipstation'],
    ['avatax', 'avatax'],
    ['business-central', 'business-central'],
    ['dropship', 'dropship'],
    ['stripe', 'stripe'],
    ['salesforce', 'salesforce'],
    ['sftp', 'sftp'],
    ['sp-api', 'amazon-sp-api'],
    ['loyalty', 'square-loyalty'],
    ['recharge', 'recharge'],
    ['analytics', 'elasticsearch'],
    ['zendesk', 'zendesk'],
  ]);
  const used = samples.flatMap(({ nodes }) =>
    nodes.flatMap(({ params }) => {
      const { connection, verify } = params as { connection?: string; verify?: { connection?: string } };
      return [connection ?? [], verify?.connection ?? []].flat();
    }),
  );
  expect(used.filter((id) => connectionType(demo.get(id) ?? '') === undefined)).toEqual([]);
});

it('has no two flows with one id or one address', () => {
  const paths = samples.flatMap(({ nodes }) =>
    nodes.flatMap(({ type, params }) => (type === 'webhook' ? params.path : [])),
  );
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
});

const offers = (flow: Flow) => offersOf(flow, catalogue).length > 0;

it.each(each.filter(([, flow]) => offers(flow) || flow.settings.speaksFor))(
  'R27: %s says for which systems it speaks, and writes no field of another one',
  (_, flow) => {
    expect(flow.settings.speaksFor).toBeDefined();
    expect(checkOwners(flow, catalogue, contracts)).toEqual([]);
  },
);

it('R105: has a starter pack of exactly order sync, inventory visibility and returns, each with tests', () => {
  expect(starterPack.map(({ id }) => id)).toEqual(['order-to-erp', 'stock-projection', 'return-to-refund']);
  expect(starterPack.filter((flow) => !samples.includes(flow) || flow.tests.length === 0)).toEqual([]);
});

const layerOf = (id: string) => samples.find((flow) => flow.id === id)?.settings.layer;

it('R29, R31: says of the business of the retailer that it is business: orders, shops, returns', () => {
  const orders = ['order-to-cash', 'fulfil-group', 'reserve-sources', 'release-sources', 'take-order'];
  const business = [...orders, 'click-and-collect', 'return-to-refund', 'return-settled'];
  expect(business.filter((id) => layerOf(id) !== 'process')).toEqual([]);
});

it('R29: says of every flow which layer it is of, and calls lead downwards', () => {
  expect(samples.filter(({ settings }) => settings.layer === undefined).map(({ id }) => id)).toEqual([]);
  expect(samples.flatMap((flow) => checkLayerCalls(flow, catalogue, (id) => layerOf(id) ?? 'unseen'))).toEqual([]);
});

/** Flows of before the layers, which join systems without a business flow between them: in the open, and no more of them. */
const POINT_TO_POINT = ['order-to-erp', 'keep-subscriptions', 'missed-orders', 'return-approval', 'missing-orders'];

it('R29: has flows that speak to one system each, but for those that are named', () => {
  const systemsOf = ({ nodes }: Flow) => new Set(nodes.flatMap(({ params }) => params.connection ?? []));
  const several = samples.filter((flow) => systemsOf(flow).size > 1).map(({ id }) => id);
  expect(several).toEqual(POINT_TO_POINT);
});
