import type { StepResponse } from '../../runner/steps/index.ts';

/** Headers a flow may not set: the connection's own, and what would act on the origin of the designer. */
const KEPT_FROM_FLOWS = new Set([
  'connection',
  'content-length',
  'content-security-policy',
  'keep-alive',
  'proxy-authenticate',
  'service-worker-allowed',
  'set-cookie',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** No document a flow answers can run script or act under our origin. */
const SANDBOXED = "sandbox; default-src 'none'";

/** The flow's own answer to the caller. Text and bytes are sent as they are, anything else as JSON; 204 and 304 have no body. */
export function flowAnswer({ status, headers: wanted, body, encoding }: StepResponse, runId: string): Response {
  const bytes = encoding === 'base64' && typeof body === 'string' ? Buffer.from(body, 'base64') : undefined;
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const headers = new Headers(bytes ? {} : { 'content-type': type });
  for (const [name, value] of Object.entries(wanted)) {
    if (/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !KEPT_FROM_FLOWS.has(name.toLowerCase())) {
      headers.set(name, value.replace(/[\r\n\0]+/g, ' ').replace(/[^\x20-\x7e\x80-\xff\t]/g, '?'));
    }
  }
  headers.set('content-security-policy', SANDBOXED);
  headers.set('x-lockstep-run', runId);
  const isEmpty = status === 204 || status === 205 || status === 304;
  const sent = bytes ?? (typeof body === 'string' ? body : JSON.stringify(body));
  return new Response(isEmpty ? null : sent, { status, headers });
}
