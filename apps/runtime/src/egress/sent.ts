import type { Dispatcher } from 'undici';

/** Travels with a request as undici's `opaque` value. */
export interface SentMark {
  sent: boolean;
  readonly signal: AbortSignal;
  readonly beforeSend: (() => void) | undefined;
  /** What `beforeSend` threw. */
  refusal?: { readonly reason: unknown };
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
    onRequestStart: (controller, context) => {
      handler.onRequestStart?.(controller, context);
      // undici takes a request that was given up from its queue only now, to drop it.
      if (mark.signal.aborted) return;
      try {
        mark.beforeSend?.();
        mark.sent = true;
      } catch (reason) {
        mark.refusal = { reason };
        controller.abort(reason instanceof Error ? reason : new Error('Refused before sending.'));
      }
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
