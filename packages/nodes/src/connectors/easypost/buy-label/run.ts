import type { RunNode, StepContext } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { type Label, type ParcelAddress, readAddress } from '../../kit/label.ts';
import { textAt } from '../../kit/read-json.ts';
import { askEasypost, unreadable } from '../client.ts';
import type { buyLabel } from './definition.ts';

const Rate = z.looseObject({
  id: z.string(),
  carrier: z.string(),
  service: z.string(),
  rate: z.string(),
  currency: z.string(),
});
type Rate = z.infer<typeof Rate>;

const Shipment = z.looseObject({
  id: z.string(),
  tracking_code: z.string().nullish(),
  rates: z.array(Rate).default([]),
  messages: z.array(z.json()).default([]),
  selected_rate: Rate.nullish(),
  postage_label: z.looseObject({ label_url: z.string().nullish() }).nullish(),
  tracker: z.looseObject({ public_url: z.string().nullish() }).nullish(),
});
type Shipment = z.infer<typeof Shipment>;

const GRAMS_PER_OUNCE = 28.349_523_125;

export const runBuyLabel: RunNode<typeof buyLabel> = async ({ params }, ctx) => {
  const { connection, reference } = params;
  const doubtful = params.lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1;
  const known = doubtful ? await find(ctx, connection, reference) : undefined;
  if (known && isBought(known)) return { port: 'bought', value: labelOf(known, reference, false) };
  const shipment =
    known ??
    read(await askEasypost(ctx, connection, { method: 'POST', path: '/v2/shipments', body: wanted(params) }), true);
  const rate = cheapest(shipment.rates, params);
  if (!rate) {
    const offered = shipment.rates.map(({ carrier, service, rate: amount, currency }) => ({
      carrier,
      service,
      amount,
      currency,
    }));
    const messages = shipment.messages.map((one) => textAt(one, 'message') ?? '').filter((text) => text !== '');
    return { port: 'no-rate', value: { reference, offered, messages } };
  }
  const path = `/v2/shipments/${encodeURIComponent(shipment.id)}/buy`;
  const bought = read(
    await askEasypost(ctx, connection, { method: 'POST', path, body: { rate: { id: rate.id } } }),
    true,
  );
  if (!isBought(bought)) throw unreadable(true);
  return { port: 'bought', value: labelOf(bought, reference, true) };
};

/** EasyPost takes our reference in place of its own id. @see https://docs.easypost.com/docs/shipments, `reference` */
async function find(ctx: StepContext, connection: string, reference: string): Promise<Shipment | undefined> {
  const path = `/v2/shipments/${encodeURIComponent(reference)}`;
  const found = await askEasypost(ctx, connection, { method: 'GET', path });
  return found && read(found, false);
}

function read(answer: JsonObject | undefined, write: boolean): Shipment {
  const shipment = Shipment.safeParse(answer);
  if (!shipment.success) throw unreadable(write);
  return shipment.data;
}

function isBought({ postage_label: label, selected_rate: rate, tracking_code: code }: Shipment): boolean {
  return Boolean(label && rate && code);
}

function cheapest(
  rates: readonly Rate[],
  wanted: { readonly carrier?: string | undefined; readonly service?: string | undefined },
) {
  return rates
    .filter(({ carrier }) => wanted.carrier === undefined || carrier === wanted.carrier)
    .filter(({ service }) => wanted.service === undefined || service === wanted.service)
    .toSorted((a, b) => Number(a.rate) - Number(b.rate))[0];
}

function wanted(params: {
  readonly reference: string;
  readonly shipTo: Json;
  readonly shipFrom: Json;
  readonly weightGrams: number;
}): JsonObject {
  const ounces = Math.round((params.weightGrams / GRAMS_PER_OUNCE) * 10) / 10;
  return {
    shipment: {
      reference: params.reference,
      to_address: addressOf(readAddress(params.shipTo, '"Ship to"')),
      from_address: addressOf(readAddress(params.shipFrom, '"Ship from"')),
      parcel: { weight: Math.max(0.1, ounces) },
    },
  };
}

function addressOf({ name, company, street, city, postalCode, region, country, phone }: ParcelAddress): JsonObject {
  const said = {
    name,
    company,
    street1: street[0],
    street2: street[1],
    city,
    state: region,
    zip: postalCode,
    country,
    phone,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function labelOf(shipment: Shipment, reference: string, created: boolean): Label {
  const { selected_rate: rate, tracking_code: trackingNumber } = shipment;
  return {
    reference,
    carrier: rate?.carrier ?? '',
    service: rate?.service ?? '',
    trackingNumber: trackingNumber ?? '',
    trackingUrl: shipment.tracker?.public_url ?? null,
    labelUrl: shipment.postage_label?.label_url ?? null,
    price: { amount: rate?.rate ?? '0', currency: rate?.currency ?? 'USD' },
    created,
    identifiers: [{ system: 'easypost', value: shipment.id }],
  };
}
