import { z } from 'zod';
import { VariableName, VariableValue } from '../variables/variable.ts';
import { endpoint } from './endpoint.ts';

export { HIDDEN_VALUE } from '../variables/variable.ts';

const Instant = z.iso.datetime();
const By = z.string().trim().min(1).max(120).default('operator');
const ByName = z.object({ name: VariableName });
/** Revision of the variable that the author saw, 0 for a new one; If-Match says the same. */
const BasedOn = z.int().min(0).optional();

/** A variable of this installation as it is now. */
export const VariableView = z.object({
  name: VariableName,
  held: VariableValue,
  description: z.string(),
  /** Number of the change that made it so: grows with every change of any variable. */
  revision: z.int(),
  changedBy: z.string(),
  changedAt: Instant,
  /** Published flows and drafts that read it. */
  usedBy: z.array(z.object({ flowId: z.string(), flowName: z.string(), published: z.boolean() })),
});
export type VariableView = z.infer<typeof VariableView>;

/** What somebody did to a variable. */
export const VariableChange = z.object({
  name: z.string(),
  revision: z.int(),
  /** Absent: it was new. */
  before: VariableValue.optional(),
  /** Absent: it was removed. */
  after: VariableValue.optional(),
  description: z.string(),
  note: z.string(),
  by: z.string(),
  at: Instant,
});
export type VariableChange = z.infer<typeof VariableChange>;

export const listVariables = endpoint({
  id: 'listVariables',
  method: 'get',
  path: '/variables',
  tag: 'Variables',
  summary: 'List the variables of this installation by name',
  ok: z.object({
    /** What this installation is called: `test`, `production`. Absent where it has no name. */
    environment: z.string().optional(),
    /** Number of the last change: what a run that begins now keeps. */
    revision: z.int(),
    variables: z.array(VariableView),
  }),
  problems: [],
});

export const putVariable = endpoint({
  id: 'putVariable',
  method: 'put',
  path: '/variables/:name',
  tag: 'Variables',
  summary:
    'Create or change a variable, if nobody else did in between: say the revision you saw in `basedOn` or If-Match',
  params: ByName,
  body: z.object({
    held: VariableValue,
    description: z.string().trim().max(500).default(''),
    note: z.string().trim().max(500).default(''),
    basedOn: BasedOn,
    by: By,
  }),
  ok: VariableView,
  problems: ['variable-conflict', 'variable-invalid'],
});

export const removeVariable = endpoint({
  id: 'removeVariable',
  method: 'delete',
  path: '/variables/:name',
  tag: 'Variables',
  summary: 'Remove a variable that no published flow reads',
  params: ByName,
  query: z.object({
    basedOn: z.coerce.number().int().min(1).optional(),
    by: By,
    note: z.string().trim().max(500).default(''),
  }),
  ok: VariableChange,
  problems: ['not-found', 'variable-conflict', 'variable-used'],
});

export const listVariableChanges = endpoint({
  id: 'listVariableChanges',
  method: 'get',
  path: '/variables/changes',
  tag: 'Variables',
  summary: 'What was changed, newest first: all variables, or one',
  query: z.object({ name: VariableName.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  ok: z.object({ changes: z.array(VariableChange) }),
  problems: [],
});
