import type { RunNode } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { type Label, type ParcelAddress, readAddress } from '../../kit/label.ts';
import { askShipstation, unreadable } from '../client.ts';
import type { createLabel } from './definition.ts';

const Answer = z.looseObject({
  label_id: z.string(),
  status: z.string(),
  tracking_number: z.string(),
  tracking_url: z.string().nullish(),
  carrier_code: z.string(),
  service_code: z.string(),
  shipment_cost: z.looseObject({ currency: z.string(), amount: z.number() }),
  label_download: z.looseObject({ pdf: z.string().nullish(), href: z.string().nullish() }).nullish(),
});

export const runCreateLabel: RunNode<typeof createLabel> = async ({ params }, ctx) => {
  const { connection, reference } = params;
  if (params.lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1) {
    const path = `/v2/labels/external_shipment_id/${encodeURIComponent(reference)}`;
    const known = await askShipstation(ctx, connection, { method: 'GET', path });
    const label = known && labelOf(known, reference, false);
    if (label && known?.status !== 'voided') return { port: 'bought', value: label };
  }
  const body = {
    shipment: {
      external_shipment_id: reference,
      carrier_id: params.carrierId,
      service_code: params.service,
      ship_to: addressOf(readAddress(params.shipTo, '"Ship to"')),
      ship_from: addressOf(readAddress(params.shipFrom, '"Ship from"')),
      packages: [{ weight: { value: params.weightGrams, unit: 'gram' } }],
    },
  };
  const made = await askShipstation(ctx, connection, { method: 'POST', path: '/v2/labels', body });
  return { port: 'bought', value: labelOf(made ?? {}, reference, true) };
};

function labelOf(answer: JsonObject, reference: string, created: boolean): Label {
  const read = Answer.safeParse(answer);
  if (!read.success) throw unreadable(created);
  const { shipment_cost: cost, label_download: download, ...label } = read.data;
  return {
    reference,
    carrier: label.carrier_code,
    service: label.service_code,
    trackingNumber: label.tracking_number,
    trackingUrl: label.tracking_url ?? null,
    labelUrl: download?.pdf ?? download?.href ?? null,
    price: { amount: cost.amount.toFixed(2), currency: cost.currency.toUpperCase() },
    created,
    identifiers: [{ system: 'shipstation', value: label.label_id }],
  };
}

function addressOf({ name, company, street, city, postalCode, region, country, phone }: ParcelAddress): JsonObject {
  const [address_line1, address_line2, address_line3] = street;
  const said = {
    name: name ?? company,
    company_name: company,
    phone,
    address_line1,
    address_line2,
    address_line3,
    city_locality: city,
    state_province: region,
    postal_code: postalCode,
    country_code: country,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
