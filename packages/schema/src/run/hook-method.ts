import { z } from 'zod';

/** Methods that a webhook may take. */
export const HookMethod = z.enum(['POST', 'GET', 'PUT', 'PATCH', 'DELETE']);
export type HookMethod = z.infer<typeof HookMethod>;
