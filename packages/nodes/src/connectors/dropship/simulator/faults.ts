import { z } from 'zod';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';

const Rate = z.number().min(0).max(1);

const DropshipFaults = CommonFaults.extend({
  delayLine: Rate.optional()
    .describe('Share of lines that the supplier sends a week later than it first said.')
    .meta({ label: 'Lines delayed' }),
  rejectLine: Rate.optional()
    .describe('Share of lines that the supplier does not send at all.')
    .meta({ label: 'Lines rejected' }),
  failTransaction: Rate.optional()
    .describe('Share of messages taken with 202 and found wrong afterwards.')
    .meta({ label: 'Transactions that fail' }),
  transactionMs: z
    .number()
    .min(0)
    .max(600_000)
    .optional()
    .describe('Milliseconds until it is known whether a message was in order; 200 where absent.')
    .meta({ label: 'Transactions take, ms' }),
});

export function createDropshipFaults() {
  return createFaultPanel(DropshipFaults);
}
