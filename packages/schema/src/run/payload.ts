import { z } from 'zod';
import { Json } from './json.ts';

/**
 * A value carried by a run: inline, or the id of a claim-checked payload (above 256 KB) that the host resolves.
 * The engine never looks inside.
 */
export const Payload = z.union([z.object({ value: Json }), z.object({ ref: z.string(), bytes: z.int() })]);
export type Payload = z.infer<typeof Payload>;
