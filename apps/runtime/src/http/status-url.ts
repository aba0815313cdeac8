import type { Context } from 'hono';
import type { Config } from '../config/config.ts';
import type { AppEnv } from './env.ts';

/** Absolute address of this runtime as its caller sees it: the configured one, else by the Host header of the request. */
export function baseUrl(context: Context<AppEnv>, config: Pick<Config, 'publicUrl'>): string {
  return config.publicUrl ?? new URL(context.req.url).origin;
}

export function statusUrl(context: Context<AppEnv>, config: Pick<Config, 'publicUrl'>, runId: string): string {
  return `${baseUrl(context, config)}/status/${runId}`;
}
