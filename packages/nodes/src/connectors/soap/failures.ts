import { type HttpResponse, StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { readXmlTree } from '../../formats/xml/read-tree.ts';
import { openEnvelope, type SoapEnvelope, type SoapFault } from '../../formats/xml/soap.ts';
import { xmlToJson } from '../../formats/xml/to-json.ts';
import { httpFailure } from '../kit/failures.ts';

export interface Exchange {
  /** False: the operation only reads. */
  readonly write: boolean;
  readonly now: number;
}

/**
 * What stands in the body of an answer; undefined where it is empty, as that of a one-way operation.
 *
 * @throws StepError for a fault, for a status without an envelope, and for what is no envelope
 */
export function envelopeOf(response: HttpResponse, exchange: Exchange): SoapEnvelope | undefined {
  const { status, text, headers } = response;
  const isWell = status >= 200 && status < 300;
  if (isWell && text.trim() === '') return undefined;
  if (/^\s*multipart\//i.test(headers['content-type'] ?? '')) {
    throw unreadable('The service answers with attachments (MTOM), which are not read.', exchange);
  }
  const tree = readXmlTree(text);
  const envelope = tree.ok ? openEnvelope(tree.root) : tree.issue.message;
  if (typeof envelope === 'string') {
    if (!isWell) throw new StepError(httpFailure(response, { system: 'The service', ...exchange }));
    throw unreadable(`The service gave an answer that is no SOAP: ${envelope}`, exchange);
  }
  if (envelope.fault) throw new StepError(failureOf(envelope.fault, status, exchange));
  if (!isWell) throw new StepError(httpFailure(response, { system: 'The service', ...exchange }));
  return envelope;
}

/** Faults by their codes, without prefixes. @see SOAP 1.1, 4.4.1; SOAP 1.2 part 1, 5.4.6; WS-Security 1.1, 12 */
const OURS: ReadonlySet<string> = new Set([
  'Client',
  'Sender',
  'MustUnderstand',
  'VersionMismatch',
  'DataEncodingUnknown',
]);
const SIGN_IN =
  /^(FailedAuthentication|InvalidSecurity|InvalidSecurityToken|SecurityTokenUnavailable|UnsupportedSecurityToken|FailedCheck|Client\.Authentication)$/;

/**
 * What a fault means. The one table of this connector. A fault with a detail is what the service declares: it has looked at the message and
 * says no. One without is trouble of its own, which may pass.
 */
function failureOf({ code, reason, detail }: SoapFault, status: number, { write }: Exchange): Failure {
  const local = code.replace(/^[^:]*:/, '');
  const said = reason === '' ? code || 'no reason given' : `${reason} (${code})`;
  const details = { fault: code, reason, ...(detail && { detail: xmlToJson(detail).document }) };
  if (SIGN_IN.test(local) || status === 401 || status === 403) {
    const message = `The service does not accept our credentials: ${said}.`;
    return { kind: 'refused', category: 'auth', code: 'soap-auth', message, details };
  }
  if (OURS.has(local.split('.')[0] ?? '')) {
    return {
      kind: 'refused',
      category: 'validation',
      code: 'soap-refused',
      message: `The service refused: ${said}.`,
      details,
    };
  }
  const hasDetail = detail?.children.some((child) => typeof child !== 'string') ?? false;
  if (hasDetail) {
    return {
      kind: 'refused',
      category: 'business',
      code: 'soap-fault',
      message: `The service refused: ${said}.`,
      details,
    };
  }
  return {
    kind: 'transient',
    category: 'system',
    code: 'soap-fault',
    message: `The service could not do it: ${said}.`,
    details,
    ...(write && { outcomeUnknown: true }),
  };
}

function unreadable(message: string, { write }: Exchange): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'soap-answer-unreadable',
    message,
    ...(write && { outcomeUnknown: true }),
  });
}
