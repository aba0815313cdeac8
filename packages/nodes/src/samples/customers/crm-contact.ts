import type { JsonObject } from '@lockstep/schema/run';

/** Parameters of the step that writes a contact of the CRM, as it stands there, into the golden record. */
export const CONTACT_AS_SAID: JsonObject = {
  system: 'salesforce',
  id: '=input.Id',
  // Salesforce writes zones without a colon.
  at: "=input.LastModifiedDate.replace('+0000', 'Z')",
  customer: '=input.Lockstep_Id__c ?? null',
  values:
    '={ email: input.Email ?? null, phone: input.Phone ?? null, firstName: input.FirstName ?? null, lastName: input.LastName ?? null }',
};
