import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { askAvatax } from '../client.ts';
import { questionOf, taxOf } from '../tax.ts';
import type { recordTax } from './definition.ts';

export const runRecordTax: RunNode<typeof recordTax> = async ({ params }, ctx) => {
  const { connection, companyCode, currency, code, commit } = params;
  if (ctx.outcomeUnknown || ctx.attempt > 1) {
    const known = await find(ctx, { connection, companyCode, code });
    if (known) return { port: 'recorded', value: taxOf(known, { currency, created: false }) };
  }
  const body = questionOf(ctx, params, { type: 'SalesInvoice', code, commit });
  try {
    const path = '/api/v2/transactions/create';
    const answer = await askAvatax(ctx, connection, { method: 'POST', path, body, write: true });
    return { port: 'recorded', value: taxOf(answer, { currency, created: true }) };
  } catch (error) {
    if (!(error instanceof StepError) || error.failure.code !== 'avatax-already-recorded') throw error;
    const known = await find(ctx, { connection, companyCode, code });
    if (!known) throw error;
    return { port: 'recorded', value: taxOf(known, { currency, created: false }) };
  }
};

/** The document of that code, unless it was voided. */
async function find(
  ctx: StepContext,
  {
    connection,
    companyCode,
    code,
  }: { readonly connection: string; readonly companyCode: string; readonly code: string },
): Promise<JsonObject | undefined> {
  const path = `/api/v2/companies/${encodeURIComponent(companyCode)}/transactions/${encodeURIComponent(code)}?$include=Lines`;
  const known = await askAvatax(ctx, connection, { method: 'GET', path, write: false });
  return known?.status === 'Cancelled' ? undefined : known;
}
