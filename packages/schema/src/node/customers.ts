import type { CustomerValues } from '../customers/fields.ts';
import type { CustomerOutcome } from '../customers/outcome.ts';
import type { Telling } from '../customers/record.ts';
import type { BlockedWrite } from '../customers/writes.ts';

/** Every change of a golden record is told on this topic, by its number. */
export const CUSTOMER_TOPIC = 'customer.changed';

export interface CustomerTelling {
  readonly telling: Telling;
  /** The same key tells once, however often it is asked for. */
  readonly effectKey: string;
  /** Where it comes from. */
  readonly by: { readonly runId: string; readonly flowId: string; readonly node: string };
}

export interface KnownCustomer {
  readonly id: string;
  readonly golden: CustomerValues;
}

/** Golden records, shared by all flows and all processes. */
export interface Customers {
  /** Durable when it resolves, with its event on the topic `customer.changed` where anything is new. */
  tell(telling: CustomerTelling): Promise<CustomerOutcome>;
  /** By number, through merges; or by e-mail address. */
  find(by: { readonly id: string } | { readonly email: string }): Promise<KnownCustomer | undefined>;
  /** Writes into the log that something was kept back for want of consent; once for one `effectKey`. */
  noteBlocked(
    note: { readonly id: string; readonly needs: BlockedWrite['needs']; readonly system: string } & Omit<
      CustomerTelling,
      'telling'
    >,
  ): Promise<void>;
}
