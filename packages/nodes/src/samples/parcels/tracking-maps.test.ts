import type { Json } from '@lockstep/schema/run';
import { beforeAll, expect, it, vi } from 'vitest';
import { recorded } from '../../simulators/kit/fixtures.ts';
import { runScript } from '../../testing/script.ts';
import { parcelTables } from './parcel-tables.ts';
import { fromEasypost, fromShipstation, ontoShipment } from './tracking-maps.ts';

interface Move {
  readonly status: string;
  readonly carrierStatus: string;
  readonly isMapped: boolean;
  readonly at: string;
  readonly rank: string;
  readonly events: readonly { readonly status: string; readonly at: string; readonly place?: string }[];
}
const move = async (script: string, input: Json) => (await runScript(script, input)) as unknown as Move;

/** The tables as they ship. */
beforeAll(() => {
  vi.stubGlobal('t', {
    lookup: (table: string, carrier: string) =>
      parcelTables.find(({ name }) => name === table)?.rows.find(({ cells }) => cells.carrier === carrier)?.cells
        .status,
  });
});

const WORDS =
  'unknown pre_transit in_transit out_for_delivery delivered available_for_pickup return_to_sender failure cancelled error'.split(
    ' ',
  );

it.each(WORDS)("maps EasyPost's %s", async (status) => {
  const { isMapped, carrierStatus } = await move(fromEasypost, {
    result: { tracking_code: '1', carrier: 'USPS', status, updated_at: '2026-11-22T09:30:00Z' },
  });
  expect([isMapped, carrierStatus]).toEqual([true, status]);
});

it.each(['UN', 'AC', 'IT', 'DE', 'EX', 'AT', 'NY', 'SP'])("maps ShipStation's %s", async (code) => {
  const events = [{ occurred_at: '2026-11-22T09:30:00Z', status_code: code }];
  const data = { tracking_number: '1', carrier_code: 'ups', status_code: code, events };
  expect((await move(fromShipstation, { data })).isMapped).toBe(true);
});

it.each([
  ['customs_hold', fromEasypost],
  ['constructor', fromEasypost],
])('keeps a word nobody mapped: %s', async (status, script) => {
  const result = await move(script, {
    result: { tracking_code: '1', carrier: 'USPS', status, updated_at: '2026-11-22T09:30:00Z' },
  });
  expect(result).toMatchObject({ status: 'unknown', carrierStatus: status, isMapped: false });
});

it('of two scans of one second the second is newer, and the same scan better understood is newer still', async () => {
  const rank = async (...statuses: readonly string[]) => {
    const scans = statuses.map((status) => ({ status, datetime: '2026-11-22T09:30:00Z' }));
    const result = { tracking_code: '1', carrier: 'USPS', status: statuses.at(-1) ?? '', tracking_details: scans };
    return BigInt((await move(fromEasypost, { result })).rank);
  };
  const [one, strange, two] = [
    await rank('in_transit'),
    await rank('in_transit', 'customs_hold'),
    await rank('in_transit', 'in_transit'),
  ];
  expect(one < strange && strange < two).toBe(true);
});

it.each([
  [['customs_hold'], 'created', undefined],
  [['in_transit', 'customs_hold'], 'in-transit', undefined],
  [['in_transit', 'delivered', 'customs_hold'], 'delivered', '2026-11-22T09:31:00Z'],
])('of %s the last word that is understood holds', async (words, status, deliveredAt) => {
  const scans = words.map((word, at) => ({ status: word, datetime: `2026-11-22T09:3${at}:00Z` }));
  const result = { tracking_code: '1', carrier: 'USPS', status: words.at(-1) ?? '', tracking_details: scans };
  const moved = await runScript(fromEasypost, { result });
  const kept = { id: 'S-1', status: 'created' };
  const onto = ontoShipment.replace('ctx.steps.moved', JSON.stringify(moved));
  const shipment = (await runScript(onto, { value: kept })) as { status: string; deliveredAt?: string };
  expect([shipment.status, shipment.deliveredAt]).toEqual([status, deliveredAt]);
});

const event = recorded('easypost/event-body_tracker.updated.json') as Json | undefined;

it.skipIf(event === undefined)('understands the recorded event (skipped where ../shared is absent)', async () => {
  const { events, rank, ...told } = await move(fromEasypost, event ?? null);
  expect(told).toEqual({
    trackingNumber: '1',
    carrier: 'FedEx',
    status: 'in-transit',
    carrierStatus: 'in_transit',
    isMapped: true,
    at: '2024-08-02T18:50:00Z',
  });
  expect(events.map(({ status }) => status)).toEqual(['created', ...Array(6).fill('in-transit')]);
  expect(events[1]?.place).toBe('ORLANDO, FL, US');
});
