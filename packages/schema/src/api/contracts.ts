import { z } from 'zod';
import { CONTRACT_NAME, CONTRACT_VERSION } from '../contracts/version.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const Person = z.string().max(120).default('operator');

export const ContractName = z.string().max(60).regex(CONTRACT_NAME, 'Use small letters, digits and single dashes.');
export const ContractVersion = z.string().regex(CONTRACT_VERSION, 'Use a whole version: 1.4.0.');

export const ContractExampleView = z.object({ name: z.string().min(1).max(120), value: Json });

export const DeprecationView = z.object({
  at: Instant,
  by: z.string(),
  /** Day after which it should not be in use any more. */
  endsOn: z.iso.date().optional(),
  /** What to use instead: `order@2`. */
  successor: z.string().optional(),
  note: z.string(),
});
export type DeprecationView = z.infer<typeof DeprecationView>;

/** A published version, whole, as forms, maps and checks use it. */
export const ContractView = z.object({
  name: z.string(),
  /** `major.minor.patch`; a published version never changes. */
  version: z.string(),
  title: z.string(),
  description: z.string(),
  owner: z.string().optional(),
  schema: Json,
  /** The first example. */
  example: Json.optional(),
  examples: z.array(ContractExampleView),
  /** Ships with Lockstep; cannot be changed, only copied. */
  builtIn: z.boolean(),
  deprecation: DeprecationView.optional(),
});
export type ContractView = z.infer<typeof ContractView>;

/** What authors write: the next version while it is a draft. */
export const ContractDocument = z.object({
  title: z.string().trim().min(1).max(120),
  description: z.string().max(4000),
  owner: z.string().max(120).default(''),
  schema: Json,
  examples: z.array(ContractExampleView).max(50).default([]),
});
export type ContractDocument = z.infer<typeof ContractDocument>;

export const ContractDraftView = z.object({
  document: ContractDocument,
  revision: z.int(),
  savedBy: z.string(),
  savedAt: Instant,
});
export type ContractDraftView = z.infer<typeof ContractDraftView>;

/** One reason why messages of one version may not be messages of another. */
export const MismatchView = z.object({ path: z.string(), rule: z.string() });

/** How a draft, or a published version, stands to the version before it. */
export const CompatibilityView = z.object({
  class: z.enum(['full', 'backward', 'forward', 'breaking']),
  /** The version it was compared with. */
  against: z.string(),
  /** Why messages of the old version may be refused now. */
  backward: z.array(MismatchView),
  /** Why messages of the new version may be refused by those who know the old one. */
  forward: z.array(MismatchView),
});
export type CompatibilityView = z.infer<typeof CompatibilityView>;

export const ContractVerdict = CompatibilityView.extend({
  least: z.enum(['patch', 'minor', 'major']),
  /** The versions that may follow, by the size of the step. */
  next: z.object({ patch: z.string().optional(), minor: z.string().optional(), major: z.string() }),
});
export type ContractVerdict = z.infer<typeof ContractVerdict>;

/** One line of the list of contracts. */
export const ContractSummary = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  owner: z.string().optional(),
  builtIn: z.boolean(),
  /** Of the newest version; `draft` while nothing is published. */
  state: z.enum(['draft', 'published', 'deprecated']),
  /** The newest published version. */
  version: z.string().optional(),
  versions: z.int(),
  hasDraft: z.boolean(),
  /** Flows and topics that name it. */
  usedBy: z.int(),
  changedAt: Instant.optional(),
});
export type ContractSummary = z.infer<typeof ContractSummary>;

/** A published version without its documents. */
export const ContractVersionSummary = z.object({
  version: z.string(),
  title: z.string(),
  publishedBy: z.string().optional(),
  publishedAt: Instant.optional(),
  note: z.string(),
  /** Absent for the first version. */
  compatibility: CompatibilityView.optional(),
  deprecation: DeprecationView.optional(),
});
export type ContractVersionSummary = z.infer<typeof ContractVersionSummary>;

/** Who did what to a contract. */
export const ContractLogEntry = z.object({
  at: Instant,
  by: z.string(),
  action: z.enum(['created', 'saved', 'discarded', 'published', 'deprecated', 'restored']),
  version: z.string().optional(),
  note: z.string(),
});
export type ContractLogEntry = z.infer<typeof ContractLogEntry>;

export const ContractPage = ContractSummary.omit({ usedBy: true, versions: true }).extend({
  /** Newest first. */
  versions: z.array(ContractVersionSummary),
  draft: ContractDraftView.optional(),
  /** Newest first, 200 at most. */
  log: z.array(ContractLogEntry),
});
export type ContractPage = z.infer<typeof ContractPage>;

/** A step, or a topic, that names a contract. */
export const ContractUse = z.object({
  /** `draft`: what people edit now; `published`: the newest version; `running`: an older version with runs under way. */
  where: z.enum(['draft', 'published', 'running', 'topic']),
  flowId: z.string().optional(),
  flowName: z.string().optional(),
  flowVersion: z.int().optional(),
  node: z.string().optional(),
  nodeName: z.string().optional(),
  topic: z.string().optional(),
  /** As it is written there: `order`, `order@1`. */
  ref: z.string(),
  /** The version it means; absent where there is none. */
  version: z.string().optional(),
  deprecated: z.boolean(),
  /** A newer version of the same major. */
  offered: z.string().optional(),
  openRuns: z.int().optional(),
});
export type ContractUse = z.infer<typeof ContractUse>;

const ByName = z.object({ name: ContractName });
const ByVersion = z.object({ name: ContractName, version: ContractVersion });

export const listContracts = endpoint({
  id: 'listContracts',
  method: 'get',
  path: '/contracts',
  tag: 'Contracts',
  summary: 'List published versions of all contracts with their schemas',
  ok: z.object({ contracts: z.array(ContractView) }),
  problems: [],
});

export const listRegistry = endpoint({
  id: 'listRegistry',
  method: 'get',
  path: '/registry',
  tag: 'Contracts',
  summary: 'List contracts by name: state, newest version, owner, how many use them',
  ok: z.object({ contracts: z.array(ContractSummary) }),
  problems: [],
});

export const getContract = endpoint({
  id: 'getContract',
  method: 'get',
  path: '/contracts/:name',
  tag: 'Contracts',
  summary:
    'One contract: its versions, its draft and who did what. The answer carries the revision of the draft as ETag',
  params: ByName,
  ok: ContractPage,
  problems: ['not-found'],
});

export const getContractVersion = endpoint({
  id: 'getContractVersion',
  method: 'get',
  path: '/contracts/:name/versions/:version',
  tag: 'Contracts',
  summary: 'One published version, whole. Its TypeScript declarations are below it at /types.d.ts',
  params: ByVersion,
  ok: ContractView,
  problems: ['not-found'],
});

export const createContract = endpoint({
  id: 'createContract',
  method: 'post',
  path: '/contracts',
  tag: 'Contracts',
  summary: 'Begin a contract with its first draft',
  body: z.object({ name: ContractName, document: ContractDocument, by: Person }),
  ok: ContractDraftView,
  status: 201,
  problems: ['contract-exists'],
});

export const saveContractDraft = endpoint({
  id: 'saveContractDraft',
  method: 'put',
  path: '/contracts/:name/draft',
  tag: 'Contracts',
  summary: 'Save the draft, if nobody else did in between: say the revision you began from in `basedOn` or If-Match',
  params: ByName,
  body: z.object({
    document: ContractDocument,
    basedOn: z.int().min(0).optional().describe('Revision of the draft; 0: there was none.'),
    by: Person,
  }),
  ok: ContractDraftView,
  problems: ['not-found', 'contract-built-in', 'draft-conflict'],
});

export const discardContractDraft = endpoint({
  id: 'discardContractDraft',
  method: 'delete',
  path: '/contracts/:name/draft',
  tag: 'Contracts',
  summary: 'Throw the draft away. A contract that was never published goes with it',
  params: ByName,
  query: z.object({ basedOn: z.coerce.number().int().min(0).optional(), by: Person }),
  ok: z.object({ discarded: z.literal(true) }),
  problems: ['not-found', 'contract-built-in', 'draft-conflict'],
});

export const ContractIssueView = z.object({ path: z.string(), message: z.string() });

export const checkContractDocument = endpoint({
  id: 'checkContractDocument',
  method: 'post',
  path: '/contracts/:name/check',
  tag: 'Contracts',
  summary: 'Say what is wrong with a document, and how it stands to the newest published version',
  params: ByName,
  body: z.object({ document: ContractDocument }),
  ok: z.object({
    /** By JSON pointer into the document: `/schema/properties/sku`, `/examples/0/value/lines`. Empty: it can be published. */
    issues: z.array(ContractIssueView),
    /** Absent before the first version, and while the schema cannot be read. */
    verdict: ContractVerdict.optional(),
  }),
  problems: [],
});

export const publishContract = endpoint({
  id: 'publishContract',
  method: 'post',
  path: '/contracts/:name/versions',
  tag: 'Contracts',
  summary: 'Publish the draft as a version. Refused when the change is larger than the version says',
  params: ByName,
  body: z.object({
    version: ContractVersion,
    basedOn: z.int().min(1).describe('Revision of the draft.'),
    note: z.string().max(2000).default(''),
    by: Person,
  }),
  ok: ContractVersionSummary,
  status: 201,
  problems: [
    'not-found',
    'contract-built-in',
    'draft-conflict',
    'contract-invalid',
    'contract-version-too-small',
    'contract-unchanged',
  ],
});

export const deprecateContract = endpoint({
  id: 'deprecateContract',
  method: 'put',
  path: '/contracts/:name/versions/:version/deprecation',
  tag: 'Contracts',
  summary: 'Announce that a version should not be used any more. It goes on working; the answer says who uses it',
  params: ByVersion,
  body: z.object({
    successor: z.string().max(80).optional(),
    endsOn: z.iso.date().optional(),
    note: z.string().max(2000).default(''),
    by: Person,
  }),
  ok: z.object({ deprecation: DeprecationView, uses: z.array(ContractUse) }),
  problems: ['not-found', 'contract-built-in', 'successor-unknown'],
});

export const restoreContract = endpoint({
  id: 'restoreContract',
  method: 'delete',
  path: '/contracts/:name/versions/:version/deprecation',
  tag: 'Contracts',
  summary: 'Take the announcement back',
  params: ByVersion,
  query: z.object({ by: Person }),
  ok: z.object({ restored: z.literal(true) }),
  problems: ['not-found', 'contract-built-in'],
});

export const getContractUsage = endpoint({
  id: 'getContractUsage',
  method: 'get',
  path: '/contracts/:name/usage',
  tag: 'Contracts',
  summary: 'Which flows and topics name a contract, and which version they mean',
  params: ByName,
  ok: z.object({ uses: z.array(ContractUse) }),
  problems: ['not-found'],
});
