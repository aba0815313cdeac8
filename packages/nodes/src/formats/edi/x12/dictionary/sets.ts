import type { Dictionary } from '../../kit/dictionary.ts';
import type { SetDef } from '../../kit/structure.ts';
import { functionalAcknowledgement, implementationAcknowledgement } from './acknowledgements.ts';
import { invoice } from './billing.ts';
import { x12Codes } from './codes.ts';
import { acknowledgement, purchaseOrder } from './orders.ts';
import { acknowledgementSegments, commonSegments, setSegments } from './segments.ts';
import { inventory, shipNotice } from './shipping.ts';
import { shippingAdvice, shippingOrder } from './warehouse.ts';

/** The transaction sets that are read to fields, by number. Others keep their raw segments. */
export const x12Sets: ReadonlyMap<string, SetDef> = new Map(
  [
    purchaseOrder,
    acknowledgement,
    shipNotice,
    invoice,
    inventory,
    shippingOrder,
    shippingAdvice,
    functionalAcknowledgement,
    implementationAcknowledgement,
  ].map((set) => [set.id, set]),
);

export const x12Dictionary: Dictionary = {
  segments: new Map([...commonSegments, ...setSegments, ...acknowledgementSegments]),
  codes: x12Codes,
};
