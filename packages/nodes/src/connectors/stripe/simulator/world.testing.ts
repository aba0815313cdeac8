import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { STRIPE_CREDENTIALS, type StripeSettings, stripeSimulator } from './stripe-simulator.ts';

export const STRIPE_NOW = Date.UTC(2026, 10, 23, 8);

/** A Stripe account for one test, and a step that has a connection to it. */
export async function stripeWorld(settings: StripeSettings = {}, world: TestWorld = {}) {
  const stripe = await stripeSimulator({ clock: () => STRIPE_NOW, ...settings });
  onTestFinished(() => stripe.close());
  const connection = { id: 'stripe', system: 'stripe', baseUrl: stripe.baseUrl, settings: STRIPE_CREDENTIALS };
  const faults = (body: object) => fetch(stripe.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(stripe.stateUrl)).json()) as StripeState;
  /** A call outside of any step. */
  const call = async (path: string, form?: Record<string, string>, key?: string) => {
    const answer = await fetch(`${stripe.baseUrl}${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${STRIPE_CREDENTIALS.secretKey}`,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as StripeAnswer };
  };
  /** Another step of the same run: a key of its own. */
  const stepOf = (key: string) => contextFor({ connections: [connection], ...world, key });
  return { stripe, connection, faults, state, call, stepOf, ctx: stepOf('run-1:pay:0') };
}

interface StripeAnswer {
  readonly id: string;
  readonly status: string;
  readonly data: readonly { readonly id: string; readonly type?: string }[];
  readonly has_more: boolean;
  readonly error: { readonly type: string; readonly code?: string };
  readonly [more: string]: unknown;
}

export interface StripeState {
  readonly payments: readonly { readonly id: string; readonly status: string; readonly metadata: unknown }[];
  readonly charges: readonly {
    readonly id: string;
    readonly amount_captured: number;
    readonly amount_refunded: number;
  }[];
  readonly refunds: readonly { readonly id: string; readonly amount: number }[];
  readonly events: readonly { readonly id: string; readonly type: string }[];
  readonly deliveries: readonly { readonly webhookId: string; readonly type: string; readonly status: string }[];
}

export const HELD = {
  amount: '3865',
  currency: 'eur',
  payment_method: 'pm_card_visa',
  capture_method: 'manual',
  confirm: 'true',
} as const;
