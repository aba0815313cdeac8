import { type RunNode, StepError } from '@lockstep/schema/node';
import { isObject, textAt } from '../../kit/read-json.ts';
import { askSalesforce, unreadable } from '../client.ts';
import { SALESFORCE_DATA } from '../connection.ts';
import type { upsertRecord } from './definition.ts';

export const runUpsert: RunNode<typeof upsertRecord> = async ({ params }, ctx) => {
  const { connection, object, externalIdField, fields } = params;
  const externalId = String(params.externalId);
  if (!isObject(fields)) {
    const message = 'The fields are no object: write them by API name, for example { "Name": "#1042" }.';
    throw new StepError({ kind: 'item', category: 'validation', code: 'fields-invalid', message });
  }
  // The address says it; in the body it is refused.
  const { [externalIdField]: _id, Id: _own, ...body } = fields;
  const path = `${SALESFORCE_DATA}/sobjects/${object}/${externalIdField}/${encodeURIComponent(externalId)}`;
  const answer = await askSalesforce(ctx, connection, { method: 'PATCH', path, body, write: true, also: [300] });
  const { status } = answer.response;
  if (status === 300) {
    if (!Array.isArray(answer.body)) return unreadable(false);
    return { port: 'ambiguous', value: { externalId, records: answer.body.filter((one) => typeof one === 'string') } };
  }
  // 204 and an empty body: an older org changed the record, and does not say which.
  if (status !== 204 && !isObject(answer.body)) return unreadable(true);
  return { port: 'written', value: { id: textAt(answer.body, 'id') ?? null, externalId, created: status === 201 } };
};
