import type { ExceptionChange, HostLog, HostSettings, RunChange, SlaBreach } from './types.ts';

/** Tells listeners what happened, after its commit. */
export interface Teller {
  run(change: RunChange): void;
  exception(change: ExceptionChange): void;
  breach(breach: SlaBreach): void;
}

type Listeners = Pick<HostSettings, 'onRunChanged' | 'onException' | 'onSlaBreached'>;

export function createTeller(listeners: Listeners, log: HostLog | undefined): Teller {
  return {
    run: (change) => guarded(() => listeners.onRunChanged?.(change)),
    exception: (change) => guarded(() => listeners.onException?.(change)),
    breach: (breach) => guarded(() => listeners.onSlaBreached?.(breach)),
  };

  /** A listener's error is its own affair. */
  function guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      log?.error({ err: error }, 'A listener of the host failed.');
    }
  }
}
