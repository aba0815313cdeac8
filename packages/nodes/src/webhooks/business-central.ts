import type { WebhookScheme } from './scheme.ts';

/**
 * Business Central signs nothing: each notification carries the client state its subscription was made with. Before a
 * subscription is made or renewed, the address is asked with `?validationToken=` and must say the token back.
 *
 * @see https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-subscriptions
 */
export const businessCentral: WebhookScheme = {
  id: 'business-central',
  label: 'Business Central',
  description: 'The client state in every notification. Answers the handshake of a subscription by itself.',
  secretField: 'webhookSecret',
  deliveryId:
    '=JSON.stringify(input.value.map((one) => [one.subscriptionId, one.resource, one.changeType, one.lastModifiedDateTime]))',
  // Of several changes the first: what waits longest says how late we are.
  sourceTime: '=input.value.map((one) => one.lastModifiedDateTime).sort()[0]',
  secretHeaders: () => [],
  plan: () => ({ kind: 'body', items: 'value', field: 'clientState', handshake: 'validationToken' }),
};
