import type { Json } from '../run/json.ts';

/** What ends the wait before its deadline; each port is one the type declares. */
export type ParkOn<Port extends string = string> =
  | {
      readonly kind: 'event';
      readonly topic: string;
      readonly key: string;
      /** Goes on here with a `ReceivedEvent`. */
      readonly port: Port;
      /** Epoch milliseconds; events received before do not count. Absent: every event that is still kept does. */
      readonly since?: number;
    }
  /** A request to the step's own address, `run.callbackUrls[<node>]`; goes on at `port` with a `CallbackAnswer`. */
  | { readonly kind: 'callback'; readonly port: Port }
  /** The end of the called run `runId` (`StepContext.call`); goes on at `port` with what it returned, or fails as it did. */
  | {
      readonly kind: 'call';
      readonly runId: string;
      readonly flowId: string;
      readonly version: number;
      readonly port: Port;
      readonly capability?: string;
      readonly binding?: number;
    }
  /** A person's answer; goes on at one of `ports` with an `ApprovalOutcome`. */
  | {
      readonly kind: 'approval';
      readonly title: string;
      readonly details?: Json;
      readonly assignee?: string;
      readonly ports: { readonly approved: Port; readonly rejected: Port };
    };

/** Why a step waits: for something, until a moment, or whatever comes first. At least one of both is given. */
export interface Parking<Port extends string = string> {
  readonly on?: ParkOn<Port>;
  /** Epoch milliseconds, and how the step goes on then. */
  readonly deadline?: { readonly at: number; readonly port: Port; readonly value: Json };
}

/** A run's answer instead of an outcome: the step waits, durably and without costing memory. */
export interface Parked<Port extends string = string> {
  readonly park: Parking<Port>;
}
