import { z } from 'zod';

/** Every refusal of the API and of the hooks, by code: HTTP status and title (RFC 9457). */
export const PROBLEMS = {
  'request-invalid': { status: 400, title: 'The request is not valid' },
  'body-malformed': { status: 400, title: 'The body cannot be read' },
  'contract-broken': { status: 400, title: 'The body breaks the contract' },
  unauthenticated: { status: 401, title: 'The sender could not be verified' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'media-type-unsupported': {
    status: 415,
    title: 'The media type or encoding is not supported',
  },
  'rate-limited': { status: 429, title: 'Too many messages in this minute; try again later' },
  'flow-invalid': { status: 422, title: 'The flow has errors' },
  'samples-failed': { status: 422, title: 'Samples of the flow fail' },
  'flow-exists': { status: 409, title: 'A flow with this id exists' },
  'draft-conflict': {
    status: 412,
    title: 'Somebody saved this draft in between',
  },
  'draft-held': { status: 409, title: 'Another page writes this draft' },
  'review-required': { status: 403, title: 'Publishing this flow asks for a review' },
  'review-settled': { status: 409, title: 'The review is decided already' },
  'review-own': { status: 403, title: 'A review is decided by another person' },
  'review-comments-open': { status: 409, title: 'Remarks of the review are open' },
  'contract-exists': { status: 409, title: 'A contract with this name exists' },
  'contract-built-in': { status: 409, title: 'The contract ships with Lockstep and cannot be changed' },
  'contract-invalid': { status: 422, title: 'The contract has errors' },
  'contract-version-too-small': { status: 409, title: 'The change is larger than the version says' },
  'contract-unchanged': { status: 409, title: 'Nothing has changed since the last version' },
  'successor-unknown': { status: 422, title: 'There is no such successor' },
  'flow-version-conflict': {
    status: 409,
    title: 'Somebody published in between',
  },
  'table-exists': { status: 409, title: 'A table with this name exists' },
  'table-invalid': { status: 422, title: 'The table has errors' },
  'table-tests-failed': { status: 422, title: 'Tests of the table fail' },
  'table-version-conflict': { status: 409, title: 'Somebody changed the table in between' },
  'unmapped-settled': { status: 409, title: 'The code is settled already' },
  'binding-invalid': { status: 422, title: 'The binding has errors' },
  'binding-conflict': { status: 409, title: 'Somebody changed the binding in between' },
  'path-taken': { status: 409, title: 'Another flow listens at this address' },
  'run-ended': { status: 409, title: 'The run has ended' },
  'run-not-ended': { status: 409, title: 'The run has not ended' },
  'exception-settled': {
    status: 409,
    title: 'The exception is settled already',
  },
  'replay-ended': { status: 409, title: 'The replay has ended' },
  'replay-busy': { status: 409, title: 'Another run of this message goes on' },
  'run-replayed': { status: 409, title: 'The run is repeated by a replay' },
  'run-undone': { status: 409, title: 'The run took back what it had done' },
  'lane-not-blocked': { status: 409, title: 'No lane waits for this run' },
  'approval-settled': { status: 409, title: 'The approval is settled already' },
  'customer-merged': { status: 409, title: 'The record is part of another one' },
  'customer-not-merged': { status: 409, title: 'There is no such merged record' },
  'estate-absent': { status: 404, title: 'The virtual estate is not running' },
  'estate-unreachable': { status: 502, title: 'The simulator did not answer' },
  'flow-paused': { status: 503, title: 'The flow is paused; try again later' },
  'quota-exceeded': { status: 503, title: 'The flow stores as much as it may; try again later' },
  overloaded: { status: 503, title: 'Not accepted now; try again later' },
  internal: { status: 500, title: 'Something broke on our side' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** Problem details as sent: `application/problem+json`. `code` is ours, stable; the rest is RFC 9457. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string().optional(),
  instance: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
