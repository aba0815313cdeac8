import type { Json } from '@lockstep/schema/run';

/** One compiled unit of a flow version: a node's script, or all `=` expressions of one node's params. */
export type SandboxUnit =
  | {
      readonly id: string;
      readonly kind: 'script';
      /** TypeScript module text of the author. */
      readonly source: string;
    }
  | {
      readonly id: string;
      readonly kind: 'expressions';
      /** JSON pointer of the param to the expression's text, without the leading `=`. */
      readonly expressions: Readonly<Record<string, string>>;
    };

export interface SandboxProgram {
  /** Content hash of the flow version: one isolate per key, so equal keys must mean equal units. */
  readonly key: string;
  readonly units: readonly SandboxUnit[];
}

/** What a script or expression can see. JSON only; it gets copies and may change them. */
export interface SandboxScope {
  readonly input: Json;
  readonly steps: Readonly<Record<string, Json>>;
  readonly trigger: Json;
  readonly run: {
    readonly id: string;
    readonly flowId: string;
    readonly startedAt: string;
    /** Addresses at which other systems answer steps of this run, by node id; absent where no step waits for one. */
    readonly callbackUrls?: Readonly<Record<string, string>>;
    /** In a scope: which item this is, from 0; and which in each scope around it, by the scope's id. */
    readonly index?: number;
    readonly indexes?: Readonly<Record<string, number>>;
  };
}

export interface SandboxCall {
  readonly program: SandboxProgram;
  /** Id of the unit to run. */
  readonly unit: string;
  readonly scope: SandboxScope;
  /** Seeds `Math.random`, together with the unit: the same seed gives the same numbers, on any machine. */
  readonly seed: string;
  /** The script's clock, epoch milliseconds. It does not advance while the script runs. */
  readonly nowMs: number;
  /** Limit in milliseconds, 1000 when absent. */
  readonly timeoutMs?: number;
  /** Heap limit in MB, from 8 to 256, 64 when absent. */
  readonly memoryMb?: number;
}

/**
 * `COMPILE_ERROR` the text is not a script; `SCRIPT_ERROR` the author's code threw or answered what is not data;
 * `TIMEOUT`, `MEMORY`, `RESULT_TOO_LARGE` a limit; `UNAVAILABLE` no script ran: ours to mend, worth another try.
 */
export type ScriptErrorCode =
  | 'COMPILE_ERROR'
  | 'SCRIPT_ERROR'
  | 'TIMEOUT'
  | 'MEMORY'
  | 'RESULT_TOO_LARGE'
  | 'UNAVAILABLE';

export interface ScriptError {
  readonly code: ScriptErrorCode;
  /** One line for the author, at most 2,000 characters, without control characters. */
  readonly message: string;
  /** Place in the author's text, from 1; absent when the error has none (`throw null`, a limit). */
  readonly line?: number;
  readonly column?: number;
  /** The expression that failed. */
  readonly key?: string;
}

export type SandboxResult =
  | { readonly ok: true; readonly value: Json; readonly logs?: readonly string[] }
  | { readonly ok: false; readonly error: ScriptError };

/** A problem of the text, found without running it. Positions from 1, in the author's text. */
export interface ScriptIssue {
  readonly unit: string;
  readonly key?: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface Sandbox {
  /** Runs one unit. Never rejects because of what the author wrote; pure, so a call may be computed twice. */
  call(call: SandboxCall): Promise<SandboxResult>;
  /** Ends every child; calls still open answer `UNAVAILABLE`. */
  close(): Promise<void>;
}
