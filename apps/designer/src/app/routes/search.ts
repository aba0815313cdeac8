import { z } from 'zod';

/** A search value that is missing or makes no sense is as good as absent: an old link still opens. */
export const text = z.coerce.string().optional().catch(undefined);
