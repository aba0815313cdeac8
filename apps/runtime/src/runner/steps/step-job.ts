import type { CalledRun, CallRequest, Feed, Parking } from '@lockstep/schema/node';
import type { Failure, Json, TriggerInfo } from '@lockstep/schema/run';
import type { NodeId, StepRef } from '../../engine/index.ts';
import type { LoadedFlow } from './loaded-flow.ts';

/** One `step.run` command with everything it needs, payload references resolved. */
export interface StepJob {
  readonly run: {
    readonly id: string;
    readonly flowId: string;
    /** Epoch milliseconds; the clock of the run's scripts, so that computing them again gives the same. */
    readonly startedAt: number;
    readonly trigger: TriggerInfo;
    /** The run whose effects these are: the run itself, or for a replay the one it repeats. */
    readonly keyRunId: string;
    /** Steps, by place or node, whose keys carry another run: their effect was undone, or is wanted again. */
    readonly keyRuns?: Readonly<Record<StepRef, string>>;
    /** Test runs answer with a node's mock where it has one. */
    readonly test?: boolean;
  };
  readonly loaded: LoadedFlow;
  readonly node: NodeId;
  /** Item of the scopes around the step, `3` or `3.0`; empty outside of scopes. */
  readonly item: string;
  /** The attempt of a scope: items from `cursor` on, from the beginning when it is absent. */
  readonly pull?: { readonly cursor?: Json };
  /** From 1. */
  readonly attempt: number;
  readonly outcomeUnknown: boolean;
  /** Limit of the attempt in milliseconds. */
  readonly timeoutMs: number;
  /** Output of the engine's `inputSource`, or `errorOutput` when that step failed. */
  readonly input: Json;
  /** What the steps before gave, by node id: the `steps` of expressions and scripts. */
  readonly outputs: Readonly<Record<NodeId, Json>>;
  /** Epoch milliseconds at the beginning of the attempt. */
  readonly now: number;
  /** False when another worker may have taken the run over by now. Asked just before anything is changed outside. */
  readonly stillOwned: () => boolean;
}

/** Begins a run of another flow, once for the idempotency key of a step: `StepContext.call`. */
export type BeginCall = (job: StepJob, key: string, request: CallRequest) => Promise<CalledRun>;

/** The answer to the caller that waits at the door. */
export interface StepResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON; with `encoding` it is Base64 of the bytes that are sent. */
  readonly body: Json;
  readonly encoding?: 'base64';
}

export type StepResult =
  | {
      readonly ok: true;
      readonly port: string;
      readonly output: Json;
      /** Resolved parameters of a step that has expressions, secrets masked, at most 16 KB of JSON. */
      readonly note?: Json;
      /** Set by steps whose definition says `responds`. */
      readonly response?: StepResponse;
    }
  /** What a pull gave (R19). */
  | { readonly ok: true; readonly feed: Feed; readonly note?: Json }
  /** The step waits (R13). */
  | { readonly ok: true; readonly park: Parking; readonly note?: Json }
  | { readonly ok: false; readonly failure: Failure };

export interface Executor {
  /** Runs one attempt to its end, at the latest to its time limit. Never rejects: what escapes a node is a `defect`. */
  execute(job: StepJob): Promise<StepResult>;
  /** Computes the condition of a scope about `input`, what an item gave (R22). Never rejects. */
  judge(job: StepJob): Promise<Judgement>;
}

export type Judgement =
  | { readonly ok: true; readonly stop: boolean }
  | { readonly ok: false; readonly failure: Failure };
