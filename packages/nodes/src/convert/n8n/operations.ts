import { GMAIL, SLACK, TELEGRAM } from './messengers.ts';
import type { Operation } from './request.ts';
import { AIRTABLE, SHEETS } from './tables.ts';

/** The request behind the usual operations of the apps that are used most; credentials are a connection's. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  telegram: TELEGRAM,
  slack: SLACK,
  gmail: GMAIL,
  googleSheets: SHEETS,
  airtable: AIRTABLE,
};
