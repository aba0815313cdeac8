import { type SQL, sql } from 'drizzle-orm';

const CALLER = 'the calling run ';

/** Who settles the exception of a called run: the failure is its caller's then, and counts there. */
export const callerName = (runId: string): string => `${CALLER}${runId}`;

/** Whether a row of `exceptions` is the same piece of work as an exception of the run that called. */
export const isHandedOver: SQL = sql`(status = 'discarded' and owner is not null and starts_with(owner, ${CALLER}))`;
