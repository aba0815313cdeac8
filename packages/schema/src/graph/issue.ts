import { z } from 'zod';

/** Something wrong or doubtful in a flow, with the place. Errors prevent publishing, warnings ask for a look. */
export const Issue = z.object({
  severity: z.enum(['error', 'warning']),
  /** Stable, dashed: `param-invalid`, `port-unknown`, `cycle`. */
  code: z.string(),
  message: z.string(),
  node: z.string().optional(),
  /** Port of `node`. */
  port: z.string().optional(),
  /** JSON pointer into the node's params, for example `/cases/0/when`; or a policy field, `policy/retry`. */
  field: z.string().optional(),
  edge: z.object({ from: z.string(), port: z.string(), to: z.string() }).optional(),
  /** Place in a script or expression, 1-based. */
  line: z.int().optional(),
  column: z.int().optional(),
});
export type Issue = z.infer<typeof Issue>;
