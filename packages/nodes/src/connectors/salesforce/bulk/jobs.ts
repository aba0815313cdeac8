import type { StepContext } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { askSalesforce, unreadable } from '../client.ts';
import { SALESFORCE_DATA } from '../connection.ts';

/** How far a job is. `Open`: nothing of it is carried out yet. */
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface BulkJob {
  readonly id: string;
  readonly state: JobState;
  readonly processed: number;
  readonly failed: number;
  /** Why a job failed as a whole. */
  readonly message?: string;
}

const STATES: readonly JobState[] = ['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted'];
const INGEST = `${SALESFORCE_DATA}/jobs/ingest`;

/** Jobs that write many records, of one org. @see developer.salesforce.com, "Bulk API 2.0 and Bulk API Developer Guide", "Bulk API 2.0 Ingest" */
export function bulkJobs(ctx: StepContext, connection: string) {
  const pathOf = (id: string) => `${INGEST}/${encodeURIComponent(id)}`;
  const told = (body: unknown, write: boolean): BulkJob => jobOf(body) ?? unreadable(write);

  return {
    async create({ object, externalIdField }: { readonly object: string; readonly externalIdField: string }) {
      const body = {
        object,
        externalIdFieldName: externalIdField,
        operation: 'upsert',
        contentType: 'CSV',
        lineEnding: 'LF',
        columnDelimiter: 'COMMA',
      };
      const answer = await askSalesforce(ctx, connection, { method: 'POST', path: INGEST, body, write: true });
      return told(answer.body, true);
    },
    /** Undefined where the org has forgotten it: after seven days. */
    async read(id: string): Promise<BulkJob | undefined> {
      const asked = { method: 'GET', path: pathOf(id), write: false, also: [404] } as const;
      const answer = await askSalesforce(ctx, connection, asked);
      return answer.response.status === 404 ? undefined : told(answer.body, false);
    },
    async upload(id: string, csv: string): Promise<void> {
      const path = `${pathOf(id)}/batches`;
      await askSalesforce(ctx, connection, { method: 'PUT', path, csv, write: true });
    },
    /** `UploadComplete`: the org may begin. `Aborted`: it is to do nothing more of it. */
    async tell(id: string, state: 'UploadComplete' | 'Aborted'): Promise<BulkJob> {
      const asked = { method: 'PATCH', path: pathOf(id), body: { state }, write: true } as const;
      return told((await askSalesforce(ctx, connection, asked)).body, true);
    },
    /** What became of the rows, as CSV. */
    async results(id: string, which: 'successfulResults' | 'failedResults' | 'unprocessedrecords'): Promise<string> {
      const asked = { method: 'GET', path: `${pathOf(id)}/${which}`, write: false, wantsCsv: true } as const;
      return (await askSalesforce(ctx, connection, asked)).response.text;
    },
  };
}

function jobOf(body: unknown): BulkJob | undefined {
  const json = body as Parameters<typeof textAt>[0];
  const [id, said] = [textAt(json, 'id'), textAt(json, 'state')];
  const state = STATES.find((each) => each === said);
  if (id === undefined || state === undefined) return undefined;
  const count = (name: string): number => {
    const value = (body as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'number' && value >= 0 ? Math.trunc(value) : 0;
  };
  const message = textAt(json, 'errorMessage');
  return {
    id,
    state,
    processed: count('numberRecordsProcessed'),
    failed: count('numberRecordsFailed'),
    ...(message && { message }),
  };
}
