import { z } from 'zod';
import { FailureKind } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { EventId, EventKey, EventTopic } from '../run/park.ts';
import { VariableName } from '../variables/variable.ts';
import { NodeId } from './ids.ts';

/** Longest time after which something comes in: a year. */
const MAX_AFTER_MS = 31_622_400_000;

/** A step answers so instead of doing its work, once: what it gives, or how it fails. */
export const TestReply = z.union([
  z.strictObject({ port: z.string().min(1), value: Json }),
  z.strictObject({
    fail: z.object({
      kind: FailureKind,
      code: z.string().min(1).max(100),
      message: z.string().min(1).max(1000),
      /** How long the other system asks to wait, in milliseconds. */
      retryAfterMs: z.int().min(0).max(86_400_000).optional(),
      /** The effect may have happened although no answer came. */
      outcomeUnknown: z.boolean().optional(),
    }),
  }),
]);
export type TestReply = z.infer<typeof TestReply>;

const afterMs = z.int().min(0).max(MAX_AFTER_MS);

/** What comes in while the run goes on, `afterMs` milliseconds after its start. */
export const TestArrival = z.union([
  z.strictObject({
    afterMs,
    event: z.object({ topic: EventTopic, key: EventKey, id: EventId.optional(), payload: Json }),
  }),
  /** A request to the own address of a step. */
  z.strictObject({ afterMs, callback: z.object({ node: z.string(), payload: Json }) }),
  /** A person's answer to a step that asks. */
  z.strictObject({
    afterMs,
    answer: z.object({
      node: z.string(),
      decision: z.enum(['approved', 'rejected']),
      by: z.string().max(120).optional(),
      comment: z.string().max(2000).optional(),
    }),
  }),
]);
export type TestArrival = z.infer<typeof TestArrival>;

/** What must come out. An object asks for the fields it names only; a list for all its items, in order. */
export const TestExpectation = z.strictObject({
  /** How the run ends; `done` when absent. */
  status: z.enum(['done', 'exception', 'cancelled']).optional(),
  /** The steps that ran, in the order in which they ended; the start, skipped ones and those of bodies left out. */
  path: z.array(z.string()).optional(),
  /** What steps give, by id. */
  outputs: z.record(z.string(), Json).optional(),
  /** What the caller is answered. */
  response: z.object({ status: z.int().optional(), body: Json.optional() }).optional(),
  /** Events that are told, in order. */
  published: z.array(z.object({ topic: z.string(), key: z.string().optional(), payload: Json.optional() })).optional(),
  /** Where and why an exception is raised. */
  exception: z.object({ node: z.string().optional(), code: z.string().optional() }).optional(),
});
export type TestExpectation = z.infer<typeof TestExpectation>;

/** A sample message to try the flow with, and what must come of it. Production never sees it. */
export const FlowTest = z.object({
  id: z.string(),
  name: z.string(),
  /** Start that receives the message; the first one when absent. */
  node: NodeId.optional(),
  message: Json,
  /** Moment at which the run begins; a fixed one when absent. */
  at: z.iso.datetime().optional(),
  /** Chance is drawn from it: the same seed gives the same run. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
  /** Answers of steps, one an attempt; the last one stays. Before `policy.mock`. */
  replies: z.record(z.string(), z.array(TestReply).min(1).max(100)).optional(),
  /** Variables of the installation, for this test: plain values by name, also for secret ones. */
  vars: z.record(VariableName, Json).optional(),
  arrivals: z.array(TestArrival).max(1000).optional(),
  expect: TestExpectation.optional(),
});
export type FlowTest = z.infer<typeof FlowTest>;
