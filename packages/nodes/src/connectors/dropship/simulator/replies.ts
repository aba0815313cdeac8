import { json, type Reply } from '../../../simulators/kit/exchange.ts';

/** `errors[{ code, message, details }]`, as every operation of the model refuses. */
export function failed(
  status: number,
  code: string,
  message: string,
  details = '',
  headers: Reply['headers'] = {},
): Reply {
  return json(status, { errors: [{ code, message, details }] }, headers);
}

export function notFound(): Reply {
  return failed(404, 'NotFound', 'The specified resource does not exist.');
}
