import { z } from 'zod';
import { CommonFaults } from '../../../simulators/kit/faults.ts';

const Rate = z.number().min(0).max(1);

/** What Shopify can do wrong beside what all systems can. */
export const ShopifyFaults = CommonFaults.extend({
  userErrors: Rate.optional()
    .describe('Share of GraphQL mutations refused with `userErrors` in an answer of status 200.')
    .meta({ label: 'Mutations refused' }),
  throttled: Rate.optional()
    .describe('Share of GraphQL calls answered `THROTTLED`, whatever points are left.')
    .meta({ label: 'Calls throttled' }),
  dropSubscription: z
    .boolean()
    .optional()
    .describe('An event that was given up after its last retry takes the subscription with it, as at Shopify.')
    .meta({ label: 'Subscription lost after failures' }),
  newerVersion: z
    .boolean()
    .optional()
    .describe('The version asked for is no longer served: a newer one answers, and its header says so.')
    .meta({ label: 'API version sunset' }),
  throttledStatus: z
    .enum(['200', '429'])
    .optional()
    .describe('HTTP status of a throttled answer; Shopify uses both. 200 where absent.')
    .meta({ label: 'Status of throttled calls' }),
});
