import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ORDER, sapClient } from './sap-client.testing.ts';

let sap: Awaited<ReturnType<typeof sapClient>>;
let now = Date.UTC(2026, 10, 20);

beforeAll(async () => {
  sap = await sapClient({ clock: () => now, pageSize: 8 });
  for (let i = 1; i <= 12; i++) {
    const results = [{ Material: `M-${i}`, RequestedQuantity: String(i) }, ...ORDER.to_Item.results];
    const reference = i === 5 ? "O'NEILL-5" : `SHOP-${i}`;
    await sap.create({ ...ORDER, PurchaseOrderByCustomer: reference, to_Item: { results } });
    now += 86_400_000;
  }
});
afterAll(() => sap.close());

interface Answer {
  readonly d: { readonly __count?: string; readonly __next?: string; readonly results: { SalesOrder: string }[] };
}
const query = async (text: string) => (await sap.json(`A_SalesOrder?${text}`)) as Answer;
const numbers = ({ d }: Answer) => d.results.map(({ SalesOrder }) => SalesOrder).join(' ');

it.each([
  ["PurchaseOrderByCustomer eq 'SHOP-3'", '3'],
  ["PurchaseOrderByCustomer eq 'O''NEILL-5'", '5'],
  ["PurchaseOrderByCustomer eq 'nobody'", ''],
  ["SalesOrder ge '9' and SalesOrder le '11'", '9 10 11'],
  ["(SalesOrder eq '1' or SalesOrder eq '2') and not (SalesOrder eq '1')", '2'],
  ["substringof('HOP-1',PurchaseOrderByCustomer)", '1 10 11 12'],
  ["startswith(PurchaseOrderByCustomer,'O''N') eq true", '5'],
  ["CreationDate ge datetime'2026-11-30T00:00:00'", '11 12'],
  ["LastChangeDateTime lt datetimeoffset'2026-11-22T00:00:00Z'", '1 2'],
  ['TotalNetAmount lt 0m', ''],
  ["CustomerPurchaseOrderDate eq null and SalesOrder eq '4'", '4'],
  ["CompleteDeliveryIsDefined eq false and SalesOrder lt '3'", '1 2'],
])('filters by %s', async (filter, expected) => {
  expect(numbers(await query(`$filter=${encodeURIComponent(filter)}`))).toBe(expected);
});

it.each([
  'Nonsense eq 1',
  "SalesOrder like '1'",
  "SalesOrder eq '1' and",
  "(SalesOrder eq '1'",
  "SalesOrder eq 'un",
  "substringof(SalesOrder,'1'",
])('refuses the filter %s with an SAP error', async (filter) => {
  const answer = await sap.send('GET', `A_SalesOrder?$filter=${encodeURIComponent(filter)}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { message: { lang: 'en' } } });
});

it('pages with $top, $skip and a count, in the order asked for', async () => {
  const page = await query('$orderby=SalesOrder desc&$top=3&$skip=1&$inlinecount=allpages');
  expect([numbers(page), page.d.__count, page.d.__next]).toEqual(['11 10 9', '12', undefined]);
  expect(await (await sap.send('GET', 'A_SalesOrder/$count')).text()).toBe('12');
});

it('cuts long answers and says where they go on', async () => {
  const first = await query('$select=SalesOrder');
  expect(numbers(first)).toBe('1 2 3 4 5 6 7 8');
  const next = await fetch(first.d.__next ?? '', { headers: sap.headers });
  expect(await next.json()).toEqual({
    d: { results: [9, 10, 11, 12].map((n) => expect.objectContaining({ SalesOrder: `${n}` })) },
  });
});

it('prints only what is selected and expands what is asked for', async () => {
  const answer = await sap.json("A_SalesOrder('2')?$select=SalesOrder,to_Item/Material&$expand=to_Item");
  const metadata = expect.objectContaining({ uri: expect.any(String) });
  expect(answer).toEqual({
    d: {
      __metadata: metadata,
      SalesOrder: '2',
      to_Item: {
        results: [
          { __metadata: metadata, Material: 'M-2' },
          { __metadata: metadata, Material: 'TG11' },
        ],
      },
    },
  });
});

it('follows navigations and keys of items', async () => {
  expect(await sap.json("A_SalesOrder('2')/to_Item")).toMatchObject({
    d: { results: [{ SalesOrderItem: '10' }, { SalesOrderItem: '20' }] },
  });
  const key = "A_SalesOrderItem(SalesOrder='2',SalesOrderItem='20')";
  expect(await sap.json(key)).toMatchObject({ d: { Material: 'TG11', NetAmount: '52.65' } });
  expect(await sap.json(`${key}/to_PricingElement`)).toMatchObject({
    d: { results: [{ ConditionType: 'PPR0', ConditionRateValue: '17.55', ConditionAmount: '52.65' }] },
  });
  expect(await sap.json("A_SalesOrder('2')?$expand=to_Item/to_ScheduleLine,to_Partner")).toMatchObject({
    d: {
      to_Item: { results: [{ to_ScheduleLine: { results: [{ ScheduleLineOrderQuantity: '2' }] } }, {}] },
      to_Partner: { results: [{ PartnerFunction: 'SP', Customer: '17100001' }] },
    },
  });
  expect((await sap.send('GET', "A_SalesOrder('2')/to_Nothing")).status).toBe(404);
  expect((await sap.send('GET', 'A_Nothing')).status).toBe(404);
});

it('describes itself in EDMX that names every set and property it answers', async () => {
  const xml = await (await sap.send('GET', '$metadata')).text();
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true });
  const schema = parser.parse(xml, true).Edmx.DataServices.Schema as {
    EntityType: { Name: string; Property: { Name: string; Type: string }[] }[];
  };
  const order = schema.EntityType.find(({ Name }) => Name === 'A_SalesOrderType');
  const { d } = (await sap.json("A_SalesOrder('1')")) as { d: Record<string, unknown> };
  const answered = Object.keys(d).filter((key) => !key.startsWith('to_') && key !== '__metadata');
  expect(order?.Property.map(({ Name }) => Name)).toEqual(answered);
});
