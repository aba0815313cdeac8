import { isObject, type JsonObject, type Reply } from '../../../simulators/kit/exchange.ts';
import { openQuantityOf } from './post-order.ts';
import type { BcRecord, BcRecords } from './records.ts';
import { failed } from './replies.ts';

/** Longest `number` of what a person numbers: Code[20] in the tables behind. */
const NUMBERED: Readonly<Record<string, string>> = { items: 'Item', customers: 'Customer' };
const LONGEST_NUMBER = 20;
const LONGEST_NAME = 100;
/** Text[35] in the tables behind. */
const LONGEST_REFERENCE = 35;

/** Why a record cannot be made or changed so; undefined when it can. */
export function refusal(
  records: BcRecords,
  entity: string,
  { fields, id }: { readonly fields: JsonObject; readonly id?: string },
): Reply | undefined {
  if (fields.type === 'Invalid Type') {
    return failed(
      400,
      'Unknown',
      "'Invalid Type' is not an option. The existing options are: Inventory,Service,Non-Inventory",
    );
  }
  if (entity === 'salesOrderLines' && id !== undefined && fields.shipQuantity !== undefined) {
    const line = records.one(entity, id);
    const most = line ? openQuantityOf(line.fields) : 0;
    if (Number(fields.shipQuantity) > most)
      return failed(400, 'Application_DialogException', `You cannot ship more than ${most} units.`);
  }
  if (entity === 'salesOrderLines' && id !== undefined && fields.quantity !== undefined) {
    const shipped = Number(records.one(entity, id)?.fields.shippedQuantity ?? 0);
    if (Number(fields.quantity) < shipped)
      return failed(400, 'Application_DialogException', `Quantity must not be less than ${shipped}, which is shipped.`);
  }
  const { customerPurchaseOrderReference: theirs } = fields;
  if (typeof theirs === 'string' && theirs.length > LONGEST_REFERENCE)
    return tooLong('customerPurchaseOrderReference', theirs, LONGEST_REFERENCE);
  const table = NUMBERED[entity];
  if (table === undefined) return undefined;
  const { number, displayName } = fields;
  if (typeof number === 'string' && number.length > LONGEST_NUMBER) return tooLong('number', number, LONGEST_NUMBER);
  if (typeof displayName === 'string' && displayName.length > LONGEST_NAME) {
    return tooLong('displayName', displayName, LONGEST_NAME);
  }
  const isTaken = records.of(entity).some((other) => other.id !== id && other.fields.number === number);
  if (typeof number !== 'string' || !isTaken) return undefined;
  return failed(
    400,
    'Internal_EntityWithSameKeyExists',
    `The ${table} already exists. Identification fields: No.='${number}'.`,
  );
}

function tooLong(name: string, value: string, most: number): Reply {
  const message = `The length of the string is ${value.length}, but it must be less than or equal to ${most} characters. Property: ${name}`;
  return failed(400, 'Application_StringExceededLength', message);
}

/** What the system fills in where nobody says it. */
export function filledIn(entity: string, fields: JsonObject): JsonObject {
  switch (entity) {
    case 'items':
      return { type: 'Inventory', blocked: false, gtin: '', inventory: 0, unitPrice: 0, unitCost: 0, ...fields };
    case 'customers':
      return {
        type: 'Company',
        email: '',
        phoneNumber: '',
        taxRegistrationNumber: '',
        blocked: ' ',
        creditLimit: 0,
        balanceDue: 0,
        ...fields,
      };
    default:
      return fields;
  }
}

/** A line of a sales order with the price of its item, where it names none. */
export function priced(records: BcRecords, line: JsonObject): JsonObject {
  const item = records.of('items').find(({ fields }) => fields.number === line.lineObjectNumber);
  const unitPrice = Number(line.unitPrice ?? item?.fields.unitPrice ?? 0);
  const amountExcludingTax = Math.round(unitPrice * Number(line.quantity ?? 0) * 100) / 100;
  const description = item?.fields.displayName ?? line.lineObjectNumber ?? '';
  return { description, ...line, unitPrice, amountExcludingTax, netAmount: amountExcludingTax };
}

/** Lines of an order being made. */
export function linesOf(given: unknown): readonly JsonObject[] {
  return Array.isArray(given) ? given.filter(isObject) : [];
}

/** What else changes with the fields of a record: of a line with another quantity, what is to be shipped and what it costs. */
export function following({ entity, fields }: Pick<BcRecord, 'entity' | 'fields'>, change: JsonObject): JsonObject {
  if (entity !== 'salesOrderLines' || change.quantity === undefined) return change;
  const quantity = Number(change.quantity);
  const amount = Math.round(Number(fields.unitPrice ?? 0) * quantity * 100) / 100;
  const shipQuantity = quantity - Number(fields.shippedQuantity ?? 0);
  return { shipQuantity, amountExcludingTax: amount, netAmount: amount, ...change };
}
