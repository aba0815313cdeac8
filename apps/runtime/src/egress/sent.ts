import type { Dispatcher } from 'undici';

/** Travels with a request as undici's `opaque` value. */
export interface SentMark {
  sent: boolean;
  readonly signal: AbortSignal;
}

/**
 * Marks a request at the moment undici begins to write it to a socket. Before, nothing of it can have reached the other
 * system, whatever goes wrong.
 */
export const markSent: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { opaque } = options as { readonly opaque?: SentMark };
  return dispatch(options, opaque ? watching(handler, opaque) : handler);
};

function watching(handler: Dispatcher.DispatchHandler, mark: SentMark): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => {
      // undici takes a request that was given up from its queue only now, to drop it.
      mark.sent = !mark.signal.aborted;
      handler.onRequestStart?.(...args);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
