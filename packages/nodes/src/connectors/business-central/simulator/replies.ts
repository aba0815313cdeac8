import { json, type Reply } from '../../../simulators/kit/exchange.ts';

/** An error in the envelope of the API. */
export function failed(status: number, code: string, message: string): Reply {
  return json(status, {
    error: { code, message: `${message}  CorrelationId:  00000000-0000-0000-0000-000000000000.` },
  });
}
