import type { Binding } from '@lockstep/schema/capabilities';

export interface SampleBinding {
  readonly capability: string;
  readonly binding: Pick<Binding, 'flow' | 'rules'>;
}

/** Documents of an order go to the ERP that keeps its sales order, whichever takes new orders now. */
const whereItWasSold = (capability: string): SampleBinding => ({
  capability,
  binding: {
    flow: `${capability}-s4hana`,
    rules: [{ field: 'system', is: ['business-central'], flow: `${capability}-business-central` }],
  },
});

/** What lies at a supplier is asked of the supplier, everything else of the warehouse. */
const whereItLies = (capability: string): SampleBinding => ({
  capability,
  binding: {
    flow: `${capability}-wms`,
    rules: [{ field: 'locationKind', is: ['supplier'], flow: `${capability}-supplier` }],
  },
});

/** How a demo binds capabilities that more than one flow serves at once; of the others the first flow that offers it serves. */
export const sampleBindings: readonly SampleBinding[] = [
  whereItLies('reserve-inventory'),
  whereItLies('release-inventory'),
  whereItLies('release-shipment'),
  whereItLies('cancel-shipment'),
  whereItWasSold('cancel-sales-order'),
  whereItWasSold('create-delivery'),
  whereItWasSold('create-invoice'),
  {
    capability: 'refund-payment',
    binding: {
      flow: 'refund-payment-stripe',
      rules: [{ field: 'provider', is: ['shopify'], flow: 'refund-payment-shopify' }],
    },
  },
  {
    capability: 'buy-label',
    binding: {
      flow: 'buy-label-easypost',
      rules: [{ field: 'broker', is: ['shipstation'], flow: 'buy-label-shipstation' }],
    },
  },
];
