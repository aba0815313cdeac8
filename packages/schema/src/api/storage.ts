import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const ByFlow = z.object({ flowId: FlowId });
const By = z.string().min(1).max(120).default('operator');
const Count = z.int().min(0);

const Days = z.int().min(0).max(3650);
const DoneDays = Days.describe('Days a run that ended done is kept after its end; 0: for ever.');
const FailedDays = Days.describe(
  'Days a run that failed or was cancelled is kept; 0: for ever. Open exceptions always are.',
);
const QuotaBytes = z
  .int()
  .min(0)
  .max(2 ** 50)
  .describe('Bytes the runs of a flow may take; its doors answer 503 beyond. 0: no limit.');

/** How long runs are kept and how much they may take. */
export const StorageRules = z.object({ doneDays: DoneDays, failedDays: FailedDays, quotaBytes: QuotaBytes });
export type StorageRules = z.infer<typeof StorageRules>;

/** What a flow says itself; what is left out is as the workspace says. */
export const FlowStorageRules = StorageRules.partial();
export type FlowStorageRules = z.infer<typeof FlowStorageRules>;

export const FlowStorage = z.object({
  flowId: z.string(),
  flowName: z.string(),
  own: FlowStorageRules,
  inForce: StorageRules,
  /** JSON text of events and large values of the runs stored, as of some seconds ago. */
  bytes: Count,
  /** Runs stored, test runs among them; and runs of published versions that were removed so far. */
  runs: Count,
  removed: Count,
  /** `near` from 80 % of the limit on; `full`: nothing new is accepted; `none`: there is no limit. */
  fullness: z.enum(['none', 'ok', 'near', 'full']),
});
export type FlowStorage = z.infer<typeof FlowStorage>;

export const getUsage = endpoint({
  id: 'getUsage',
  method: 'get',
  path: '/usage',
  tag: 'Storage',
  summary: 'Tell what each flow stores, the rules it goes by, and those of the workspace',
  ok: z.object({ workspace: StorageRules, bytes: Count, flows: z.array(FlowStorage) }),
  problems: [],
});

export const putWorkspaceStorage = endpoint({
  id: 'putWorkspaceStorage',
  method: 'put',
  path: '/usage/rules',
  tag: 'Storage',
  summary: 'Set how long and how much flows store that say nothing of it',
  body: StorageRules.extend({ by: By }),
  ok: StorageRules,
  problems: [],
});

export const getFlowStorage = endpoint({
  id: 'getFlowStorage',
  method: 'get',
  path: '/flows/:flowId/storage',
  tag: 'Storage',
  summary: 'Tell what a flow stores and the rules it goes by',
  params: ByFlow,
  ok: FlowStorage,
  problems: ['not-found'],
});

export const putFlowStorage = endpoint({
  id: 'putFlowStorage',
  method: 'put',
  path: '/flows/:flowId/storage',
  tag: 'Storage',
  summary: 'Set how long and how much a flow stores. It holds at once, for all versions',
  params: ByFlow,
  body: FlowStorageRules.extend({ by: By }),
  ok: FlowStorage,
  problems: ['not-found'],
});

/** Runs and their bytes. */
const Removal = z.object({ runs: Count, bytes: Count });

const PreviewDays = z.object({
  doneDays: z.coerce.number().pipe(DoneDays).default(0),
  failedDays: z.coerce.number().pipe(FailedDays).default(0),
});
const Preview = z.object({ done: Removal, failed: Removal });
export type RetentionPreview = z.infer<typeof Preview>;

export const previewWorkspaceRetention = endpoint({
  id: 'previewWorkspaceRetention',
  method: 'get',
  path: '/usage/preview',
  tag: 'Storage',
  summary: 'Count the runs that would be removed at once, were those of flows that say nothing kept for so long',
  query: PreviewDays,
  ok: Preview,
  problems: [],
});

export const previewRetention = endpoint({
  id: 'previewRetention',
  method: 'get',
  path: '/flows/:flowId/storage/preview',
  tag: 'Storage',
  summary: 'Count the runs of a flow that would be removed at once, were they kept for so long; removes nothing',
  params: ByFlow,
  query: PreviewDays,
  ok: Preview,
  problems: ['not-found'],
});

export const listSearchFields = endpoint({
  id: 'listSearchFields',
  method: 'get',
  path: '/search-fields',
  tag: 'Runs',
  summary: 'List the names before the colon by which stored runs can be found',
  ok: z.object({ fields: z.array(z.string()) }),
  problems: [],
});
