/**
 * Exit codes of every command: 0 done as asked; 1 it failed, or the answer is no; 2 the command line is wrong; 78 the environment is wrong.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, config: 78 } as const;

/** Ends a command with a sentence for the person who typed it. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
