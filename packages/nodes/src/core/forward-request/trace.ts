/** A span of a caller, or nothing that can be read as one. @see W3C Trace Context, 3.2 */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/**
 * The trace context of a call: the trace of the caller, else one that bears the id of the run, and a span that is the same in every
 * attempt of the step.
 *
 * @param key the idempotency key of the step
 * @see W3C Trace Context, 3.2
 */
export function traceparentOf(
  caller: string | undefined,
  { runId, key }: { readonly runId: string; readonly key: string },
): string {
  const [, trace, flags = '01'] = TRACEPARENT.exec(caller ?? '') ?? [];
  return `00-${trace ?? traceOf(runId)}-${hash(key)}-${flags}`;
}

/** An id of 32 hexadecimal digits is a trace by itself; any other is spread over as many. */
function traceOf(runId: string): string {
  const digits = runId.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits : `${hash(runId)}${hash(`${runId}/`)}`;
}

/** FNV-1a of 64 bits, as 16 digits; never all zeros, which means "invalid". */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const sign of text) value = BigInt.asUintN(64, (value ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return (value === 0n ? 1n : value).toString(16).padStart(16, '0');
}
