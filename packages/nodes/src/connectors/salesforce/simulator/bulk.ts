import { parseCsv } from '../../../formats/csv/parse.ts';
import { writeCsv } from '../../../formats/csv/write.ts';
import {
  isObject,
  type JsonObject,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Records } from './records.ts';
import { failed } from './sobjects.ts';

type State = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
type Cells = Readonly<Record<string, string>>;

interface Job {
  readonly id: string;
  readonly object: string;
  readonly externalIdFieldName: string;
  state: State;
  csv: string | undefined;
  readonly createdDate: string;
  errorMessage?: string;
  succeeded: Cells[];
  failed: Cells[];
  unprocessed: Cells[];
}

export interface BulkOptions {
  readonly records: Records;
  readonly ids: Random;
  readonly dataPath: string;
  readonly clock: () => number;
  /** Looks at a job before it is done. */
  readonly looks: () => number;
  readonly rowFails: () => boolean;
}

/** Ingest jobs: a file each, carried out when it is complete. A job goes on whenever somebody looks. @see "Bulk API 2.0 Ingest" */
export function createBulk({ records, ids, dataPath, clock, looks, rowFails }: BulkOptions) {
  const jobs = new Map<string, Job>();
  const left = new Map<string, number>();
  let uploads = 0;

  const shown = (job: Job): JsonObject => ({
    id: job.id,
    operation: 'upsert',
    object: job.object,
    createdDate: job.createdDate,
    state: job.state,
    externalIdFieldName: job.externalIdFieldName,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: 68,
    contentUrl: `${dataPath.slice(1)}/jobs/ingest/${job.id}/batches`,
    lineEnding: 'LF',
    columnDelimiter: 'COMMA',
    numberRecordsProcessed: job.succeeded.length + job.failed.length,
    numberRecordsFailed: job.failed.length,
    ...(job.errorMessage !== undefined && { errorMessage: job.errorMessage }),
  });

  function carryOut(job: Job): void {
    records.together(() => ({ keep: true, value: upsertRows(job) }));
  }

  function upsertRows(job: Job): void {
    const { object, externalIdFieldName: idField } = job;
    const { rows, head } = parseCsv(job.csv ?? '', { delimiter: ',' });
    const idColumn = head?.columns?.find((name) => name.toLowerCase() === idField.toLowerCase());
    if (idColumn === undefined) {
      job.state = 'Failed';
      job.errorMessage = `InvalidBatch : Field name not found : ${idField}`;
      job.unprocessed = rows as Cells[];
      return;
    }
    for (const cells of rows as readonly Cells[]) {
      const id = cells[idColumn] ?? '';
      const known = records.find(object, idField, id);
      if (id === '' || known.length > 1 || rowFails()) {
        const error =
          known.length > 1
            ? `DUPLICATE_EXTERNAL_ID:Duplicate external id specified: ${id}:${idField} --`
            : 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --';
        job.failed.push({ sf__Id: '', sf__Error: error, ...cells });
        continue;
      }
      const fields = Object.fromEntries(
        Object.entries(cells).flatMap(([name, value]) =>
          value === '' ? [] : [[name, value === '#N/A' ? null : value]],
        ),
      ) as JsonObject;
      const [first] = known;
      const record = first ? records.change(first, fields) : records.make(object, { ...fields, [idField]: id });
      job.succeeded.push({ sf__Id: record.Id, sf__Created: String(!first), ...cells });
    }
    job.state = 'JobComplete';
  }

  /** An org begins a job that is complete, and is done some looks later. */
  function goOn(job: Job): void {
    if (job.state !== 'UploadComplete' && job.state !== 'InProgress') return;
    const rest = (left.get(job.id) ?? looks()) - 1;
    left.set(job.id, rest);
    if (rest >= 0) job.state = 'InProgress';
    else carryOut(job);
  }

  function tell(job: Job, state: unknown): Reply {
    if (state === 'UploadComplete' && job.state === 'Open') {
      if (job.csv === undefined) return failed(400, 'INVALIDJOBSTATE', 'No data was uploaded');
      job.state = 'UploadComplete';
      return json(200, shown(job));
    }
    if (state === 'Aborted' && job.state !== 'JobComplete' && job.state !== 'Failed') {
      job.state = 'Aborted';
      job.unprocessed = parseCsv(job.csv ?? '', { delimiter: ',' }).rows as Cells[];
      return json(200, shown(job));
    }
    return failed(400, 'INVALIDJOBSTATE', `Transitioning job from ${job.state} to ${String(state)} is not allowed`);
  }

  function create(body: unknown): Reply {
    if (!isObject(body as never)) return failed(400, 'JSON_PARSER_ERROR', 'The body is no JSON object');
    const { object, externalIdFieldName, operation, contentType } = body as Readonly<Record<string, unknown>>;
    if (operation !== 'upsert' || contentType !== 'CSV' || typeof object !== 'string') {
      return failed(400, 'INVALIDJOB', 'Only upsert jobs of CSV are known here');
    }
    if (typeof externalIdFieldName !== 'string') {
      return failed(400, 'INVALIDJOB', 'An external id field is needed for upsert');
    }
    const job: Job = {
      id: `750${ids.hex(12).toUpperCase()}AAA`,
      object,
      externalIdFieldName,
      state: 'Open',
      csv: undefined,
      createdDate: new Date(clock()).toISOString(),
      succeeded: [],
      failed: [],
      unprocessed: [],
    };
    jobs.set(job.id, job);
    return json(200, shown(job));
  }

  return {
    state: () => ({ bulkJobs: [...jobs.values()].map(shown), bulkUploads: uploads }),
    /** A request below `/jobs/ingest`. */
    ask({ method, url, body }: SimRequest): Reply {
      const [id, part] = url.pathname.slice(`${dataPath}/jobs/ingest`.length).split('/').slice(1).filter(Boolean);
      if (id === undefined) {
        if (method === 'POST') return create(readJson(body));
        return json(200, { done: true, records: [...jobs.values()].map(shown), nextRecordsUrl: null });
      }
      const job = jobs.get(id);
      if (!job) return failed(404, 'NOTFOUND', 'The requested job was not found');
      if (part === 'batches' && method === 'PUT') {
        if (job.state !== 'Open') return failed(400, 'INVALIDJOBSTATE', 'The job is closed');
        if (job.csv !== undefined) return failed(400, 'INVALIDBATCH', 'Only one file can be uploaded to a job');
        job.csv = body.toString('utf8');
        uploads += 1;
        return { status: 201 };
      }
      if (part === undefined && method === 'GET') {
        goOn(job);
        return json(200, shown(job));
      }
      if (part === undefined && method === 'PATCH') {
        return tell(job, (readJson(body) as Readonly<Record<string, unknown>> | undefined)?.state);
      }
      if (method === 'GET' && part === 'successfulResults') return csvOf(job.succeeded);
      if (method === 'GET' && part === 'failedResults') return csvOf(job.failed);
      if (method === 'GET' && part === 'unprocessedrecords') return csvOf(job.unprocessed);
      return failed(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed`);
    },
  };
}

function csvOf(rows: readonly Cells[]): Reply {
  const written = writeCsv([...rows], { newline: '\n', quoteAll: true });
  return { status: 200, headers: { 'content-type': 'text/csv' }, body: written.ok ? written.text : '' };
}
