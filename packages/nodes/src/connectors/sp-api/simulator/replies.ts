import { json, type Reply } from '../../../simulators/kit/exchange.ts';

/** An error in the envelope of all operations. */
export function failed(status: number, code: string, message: string): Reply {
  return json(status, { errors: [{ code, message, details: '' }] });
}
