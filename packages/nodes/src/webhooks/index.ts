import { apiKey } from './api-key.ts';
import { businessCentral } from './business-central.ts';
import { easypost } from './easypost.ts';
import { hmac } from './hmac.ts';
import { recharge } from './recharge.ts';
import type { SchemeId, WebhookScheme } from './scheme.ts';
import { shiphero } from './shiphero.ts';
import { shipstation } from './shipstation.ts';
import { shopify } from './shopify.ts';
import { shopifyEvents } from './shopify-events.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';

export type {
  KeyEncoding,
  ReplayWindow,
  SchemeId,
  SchemeOptions,
  SignatureFormat,
  SignedPart,
  VerificationPlan,
  WebhookScheme,
} from './scheme.ts';

const none: WebhookScheme = {
  id: 'none',
  label: 'None',
  description: 'Anybody who knows the address may send. For tests and closed networks.',
  secretHeaders: () => [],
  plan: () => ({ kind: 'none' }),
};

/** Every scheme by the name the webhook node uses. */
export const webhookSchemes: Readonly<Record<SchemeId, WebhookScheme>> = {
  none,
  shopify,
  'shopify-events': shopifyEvents,
  stripe,
  easypost,
  shipstation,
  shiphero,
  'business-central': businessCentral,
  recharge,
  'standard-webhooks': standardWebhooks,
  hmac,
  'api-key': apiKey,
};

/** Secrets of a connection field: one a line, so that two are valid while a secret is changed. */
export function secretsOf(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
