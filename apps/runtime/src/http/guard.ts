import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config/config.ts';
import type { AppEnv } from './env.ts';
import { problem } from './problem.ts';

/** Open to any host name: what other systems call. The rest acts for the person at the browser. */
const PUBLIC = /^\/(hooks|events|callbacks|status|healthz|readyz|metrics)(\/|$)/;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What every request passes first. A target that is not in its normal form is unknown here, so no two spellings reach
 * one resource. While there are no logins, the designer and the API answer only under the names of this machine and
 * only to their own pages: a site a person happens to visit must not be able to publish flows (DNS rebinding, CSRF).
 */
export function guard(config: Pick<Config, 'host' | 'publicUrl' | 'allowedHosts'>): MiddlewareHandler<AppEnv> {
  const allowed = new Set(config.allowedHosts ?? []);
  if (config.publicUrl) allowed.add(new URL(config.publicUrl).hostname.toLowerCase());
  const isLocal = LOOPBACK.has(config.host) || config.host === '::1';
  return async (context, next) => {
    const raw = context.env?.incoming?.url;
    const { path } = context.req;
    if (raw !== undefined && raw.split('?', 1)[0] !== path) throw problem('not-found');
    if (!PUBLIC.test(path)) {
      const host = context.req.header('host') ?? new URL(context.req.url).host;
      if (isLocal) checkHost(host, allowed);
      checkOrigin(context.req.header('origin'), host, allowed);
    }
    await next();
    context.res.headers.set('x-content-type-options', 'nosniff');
    context.res.headers.set('referrer-policy', 'no-referrer');
  };
}

function checkHost(host: string, allowed: ReadonlySet<string>): void {
  const name = nameOf(host);
  if (LOOPBACK.has(name) || allowed.has(name)) return;
  throw problem(
    'request-invalid',
    `This runtime does not answer under the name "${name.slice(0, 100)}". Use localhost, or set LOCKSTEP_PUBLIC_URL or LOCKSTEP_ALLOWED_HOSTS.`,
  );
}

function checkOrigin(origin: string | undefined, host: string, allowed: ReadonlySet<string>): void {
  if (origin === undefined) return;
  const url = URL.parse(origin);
  if (url !== null && (url.host === host.toLowerCase() || allowed.has(url.hostname))) return;
  throw problem('request-invalid', 'The request comes from a page of another site.');
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
