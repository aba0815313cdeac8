import { z } from 'zod';

/** A JSON value: what messages, outputs and parameters are made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Any JSON value. Deep structure is not walked: parsed JSON text is JSON already. */
export const Json: z.ZodType<Json> = z.unknown() as unknown as z.ZodType<Json>;
