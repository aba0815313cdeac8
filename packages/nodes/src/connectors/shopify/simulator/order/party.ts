import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { Buyer } from './buyer.ts';

/** How the buyer can be reached about the order. */
export function contact({ email, phone }: Buyer): { readonly email: string | null; readonly phone: string | null } {
  // Checkout asks for one of the two; the other is often left out.
  return { email, phone: email === null ? phone : null };
}

/** The `customer` of an order. */
export function customerOf(
  { address, email, phone }: Buyer,
  { id, at, currency }: { readonly id: number; readonly at: string; readonly currency: string },
): JsonObject {
  const { latitude: _latitude, longitude: _longitude, ...plain } = address;
  return {
    id,
    email,
    created_at: at,
    updated_at: at,
    first_name: address.first_name,
    last_name: address.last_name,
    state: 'disabled',
    note: null,
    verified_email: email !== null,
    multipass_identifier: null,
    tax_exempt: false,
    phone,
    email_marketing_consent: { state: 'not_subscribed', opt_in_level: 'single_opt_in', consent_updated_at: null },
    sms_marketing_consent:
      phone === null
        ? null
        : {
            state: 'not_subscribed',
            opt_in_level: 'single_opt_in',
            consent_updated_at: null,
            consent_collected_from: 'OTHER',
          },
    tags: '',
    currency,
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    default_address: { id: id + 1, customer_id: id, ...plain, country_name: address.country, default: true },
  };
}
