import { json, type Reply } from '../../../../simulators/kit/exchange.ts';

/** One complaint inside an error answer. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** What goes out as an SAP Gateway error envelope. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly status: number;
  readonly code: string;
  readonly target: string;
  readonly details: readonly ErrorDetail[];

  constructor(status: number, code: string, message: string, target = '', details: readonly ErrorDetail[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.target = target;
    this.details = details;
  }
}

/** The envelope of SAP Gateway 7.5x for OData v2, in JSON. */
export function errorReply(error: ODataError, context: { transactionId: string; now: number; service: string }): Reply {
  const { status, code, message, target } = error;
  const details = error.details.length > 0 ? error.details : [{ code, message, target }];
  const body = {
    error: {
      code,
      message: { lang: 'en', value: message },
      innererror: {
        application: {
          component_id: 'SD-SLS-API',
          service_namespace: '/SAP/',
          service_id: context.service,
          service_version: '0001',
        },
        transactionid: context.transactionId,
        timestamp: `${new Date(context.now).toISOString().replace(/[-:TZ.]/g, '')}.0000000`,
        Error_Resolution: {
          SAP_Transaction: 'Run transaction /IWFND/ERROR_LOG on SAP Gateway hub system and search for the timestamp',
          SAP_Note: 'See SAP Note 1797736 for error analysis (https://service.sap.com/sap/support/notes/1797736)',
        },
        errordetails: details.map((detail) => ({ ...detail, propertyref: '', severity: 'error' })),
      },
    },
  };
  return json(status, body, { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '1.0' });
}
