/**
 * What PostgreSQL is told on the connections that append: every row there is found by its key. In a young database, whose
 * statistics are of empty tables, the planner takes reading a whole table for cheaper, and keeps that plan while the table
 * grows: 2.6 ms of 2.9 ms an append at 3,000 runs.
 */
export const BY_KEY = { enable_seqscan: 'off' } as const;
