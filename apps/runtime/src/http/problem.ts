import { PROBLEMS, type Problem, type ProblemCode } from '@lockstep/schema/api';

/** A refusal on its way to the caller. Thrown by handlers, made an answer by `onError`, and nowhere else. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail?: string,
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail ?? '');
    this.name = 'ProblemError';
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

/** Makes a refusal to throw: `throw problem('not-found', 'There is no such flow.')`. `detail` is for a person. */
export function problem(
  code: ProblemCode,
  detail?: string,
  extra?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): ProblemError {
  return new ProblemError(code, detail, extra, headers);
}

/** The answer for a refusal. RFC 9457; `type` is relative to the reference page, `code` is what programs read. */
export function problemResponse({ code, message, extra, headers }: ProblemError): Response {
  const { status, title } = PROBLEMS[code];
  const body: Problem = {
    ...extra,
    type: `/docs#problem-${code}`,
    title,
    status,
    code,
    ...(message === '' ? {} : { detail: message }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'cache-control': 'no-store', ...headers, 'content-type': 'application/problem+json' },
  });
}
