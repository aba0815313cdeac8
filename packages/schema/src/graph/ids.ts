import { z } from 'zod';

/** Short, stable, never renamed: `a-z`, digits and dashes. Edges, runs and tests refer to it. */
export const NodeId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,47}$/, 'Use a-z, digits and dashes, beginning with a letter.');
export const FlowId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'Use a-z, digits and dashes, beginning with a letter.');
