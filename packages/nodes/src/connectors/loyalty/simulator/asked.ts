import { z } from 'zod';

const Key = z.string().min(1).max(128);

/** `POST /v2/loyalty/accounts/{id}/accumulate` of a seller who does not use the Orders API. */
export const Accumulate = z.strictObject({
  accumulate_points: z.strictObject({ points: z.int().min(1) }),
  idempotency_key: Key,
  location_id: z.string().min(1),
});

/** `POST /v2/loyalty/accounts/{id}/adjust` */
export const Adjust = z.strictObject({
  adjust_points: z.strictObject({
    points: z.int().refine((points) => points !== 0, 'must not be 0'),
    reason: z.string().default(''),
  }),
  allow_negative_balance: z.boolean().default(false),
  idempotency_key: Key,
});

const Page = { cursor: z.string().optional() };

/** `POST /v2/loyalty/accounts/search` */
export const SearchAccounts = z.strictObject({
  query: z
    .strictObject({
      mappings: z
        .array(z.looseObject({ phone_number: z.string() }))
        .max(30)
        .optional(),
      customer_ids: z.array(z.string()).max(30).optional(),
    })
    .optional(),
  limit: z.int().min(1).max(200).default(30),
  ...Page,
});

/** `POST /v2/loyalty/events/search` */
export const SearchEvents = z.strictObject({
  query: z
    .strictObject({
      filter: z.strictObject({
        loyalty_account_filter: z.strictObject({ loyalty_account_id: z.string() }).optional(),
        type_filter: z.strictObject({ types: z.array(z.string()) }).optional(),
      }),
    })
    .optional(),
  limit: z.int().min(1).max(30).default(30),
  ...Page,
});

/** `POST /v2/customers/search`, as far as it is played */
export const SearchCustomers = z.strictObject({
  query: z.strictObject({ filter: z.strictObject({ email_address: z.strictObject({ exact: z.string() }) }) }),
  limit: z.int().min(1).max(100).default(100),
});
