import { createDeliveries, type Deliveries, type WebhookAbout } from '../../../../simulators/kit/deliveries.ts';
import type { CommonFaults, FaultPanel } from '../../../../simulators/kit/faults.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import type { Clock } from '../../../../simulators/kit/simulator.ts';
import type { Entity } from '../odata/entity.ts';

interface SapEvent extends WebhookAbout {
  readonly type: string;
  readonly subject: string;
}

export interface SapEvents {
  /** Tells that goods of a return are back, as a CloudEvent in structured mode; its subject is our reference. */
  goodsReceived(document: Entity): Promise<unknown>;
  readonly all: Deliveries<SapEvent>['all'];
  close(): void;
}

/** What the event mesh of an S/4HANA sends: at least once, with retries. */
export function createSapEvents(settings: {
  readonly clock: Clock;
  /** What the system takes for the time. */
  readonly now: () => number;
  readonly faults: FaultPanel<CommonFaults>;
  readonly draws: Random;
  readonly ids: Random;
  readonly target: () => string | undefined;
}): SapEvents {
  const { clock } = settings;
  const deliveries = createDeliveries<SapEvent>({
    clock,
    faults: settings.faults,
    faultDraws: settings.draws,
    retryWaitsMs: [1_000, 5_000, 30_000, 120_000, 600_000],
    timeScale: 1 / 10,
    timeoutMs: 10_000,
    keep: 10_000,
    headers: () => ({ 'content-type': 'application/cloudevents+json' }),
    target: settings.target,
  });
  return {
    goodsReceived: ({ values }) => {
      const id = settings.ids.uuid();
      const subject = String(values.PurchaseOrderByCustomer);
      const type = 'sap.s4.beh.customerreturn.v1.CustomerReturn.Changed.v1';
      const event = {
        specversion: '1.0',
        id,
        type,
        source: '/default/sap.s4.beh/S4H100',
        subject,
        time: new Date(settings.now()).toISOString(),
        datacontenttype: 'application/json',
        data: { CustomerReturn: values.CustomerReturn, PurchaseOrderByCustomer: subject, OverallDeliveryStatus: 'C' },
      };
      return deliveries.deliver({ webhookId: id, type, subject }, JSON.stringify(event));
    },
    all: deliveries.all,
    close: deliveries.close,
  };
}
