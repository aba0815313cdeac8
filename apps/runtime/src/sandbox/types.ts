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
  /** Variables of the installation, by name; sent only to texts that name them. */
  readonly vars?: Readonly<Record<string, Json>>;
}

/** One version of a table, as the child processes hold it. */
export interface SandboxTable {
  /** Name and version: equal keys mean equal content. */
  readonly key: string;
  /** A `TableText` (`frame.ts`) as JSON. */
  readonly content: Buffer;
}

/** A code that was looked up and not found. */
export interface UnmappedCode {
  readonly table: string;
  readonly key: string;
  /** Columns: of the key, and of the answer that is not there. */
  readonly from: string;
  readonly to: string;
  /**
   * What the author wants of it. `fail`: no more than that the step fails. `queue`: the step fails, and a person is asked.
   * `wait`: a person is asked, and the run waits. `default`: a person is asked, and the script went on.
   */
  readonly outcome: 'fail' | 'default' | 'wait' | 'queue';
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
  /** Tables that `t.lookup` may ask, by name; of several versions the first that has the code counts. */
  readonly tables?: Readonly<Record<string, readonly SandboxTable[]>>;
  /** Limit in milliseconds, 1000 when absent. */
  readonly timeoutMs?: number;
  /** Heap limit in MB, from 8 to 256, 64 when absent. */
  readonly memoryMb?: number;
}

/**
 * `COMPILE_ERROR` the text is not a script; `SCRIPT_ERROR` the author's code threw or answered what is not data;
 * `UNMAPPED` a table did not have a code; `TIMEOUT`, `MEMORY`, `RESULT_TOO_LARGE` a limit; `UNAVAILABLE` no script ran: ours to mend, worth another try.
 */
export type ScriptErrorCode =
  | 'COMPILE_ERROR'
  | 'SCRIPT_ERROR'
  | 'UNMAPPED'
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
  /** With `UNMAPPED`. */
  readonly unmapped?: UnmappedCode;
}

export type SandboxResult = (
  | { readonly ok: true; readonly value: Json; readonly logs?: readonly string[] }
  | { readonly ok: false; readonly error: ScriptError }
) & {
  /** Codes that no table had, each once, 200 at most; without those that a default without a queue, or `pass`, answers. */
  readonly unmapped?: readonly UnmappedCode[];
};

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
