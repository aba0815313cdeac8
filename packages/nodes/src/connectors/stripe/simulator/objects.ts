/** Amounts are in the smallest unit of the currency, times in Unix seconds. */

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';

export interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: 'automatic' | 'manual';
  readonly client_secret: string;
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly last_payment_error: object | null;
  readonly latest_charge: string | null;
  readonly livemode: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_action: object | null;
  readonly payment_method: string | null;
  readonly status: IntentStatus;
  readonly [more: string]: unknown;
}

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly disputed: boolean;
  readonly paid: boolean;
  readonly payment_intent: string | null;
  readonly refunded: boolean;
  readonly status: 'succeeded' | 'failed';
  readonly [more: string]: unknown;
}

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string | null;
  readonly reason: string | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly [more: string]: unknown;
}

export interface NewIntent {
  readonly id: string;
  readonly secret: string;
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly paymentMethod: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
}

export function newIntent(made: NewIntent): Intent {
  return {
    id: made.id,
    object: 'payment_intent',
    amount: made.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: made.captureMethod,
    client_secret: `${made.id}_secret_${made.secret}`,
    confirmation_method: 'automatic',
    created: made.created,
    currency: made.currency,
    customer: null,
    description: made.description,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: made.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: made.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: made.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: null,
  };
}

/** The charge of a confirmed intent: `captured` at once, or held; `failed` when the card was declined. */
export function newCharge(
  intent: Intent,
  made: {
    readonly id: string;
    readonly created: number;
    readonly declined?: { readonly code: string; readonly message: string };
  },
): Charge {
  const captured = made.declined === undefined && intent.capture_method === 'automatic';
  return {
    id: made.id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    captured,
    created: made.created,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_code: made.declined?.code ?? null,
    failure_message: made.declined?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    paid: made.declined === undefined,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: { card: { brand: 'visa', funding: 'credit', last4: '4242' }, type: 'card' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: made.declined === undefined ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

export function newRefund(
  charge: Charge,
  made: {
    readonly id: string;
    readonly amount: number;
    readonly created: number;
    readonly reason: string | null;
    readonly pending: boolean;
    readonly metadata: Readonly<Record<string, string>>;
  },
): Refund {
  return {
    id: made.id,
    object: 'refund',
    amount: made.amount,
    balance_transaction: null,
    charge: charge.id,
    created: made.created,
    currency: charge.currency,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata: made.metadata,
    payment_intent: charge.payment_intent,
    reason: made.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: made.pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
}
