import { z } from 'zod';

export const salesforceParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'salesforce', label: 'Connection', fixed: true });

/** API name of an object or a field. */
export const apiName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'Use an API name, for example Order or ShopOrder__c.');
