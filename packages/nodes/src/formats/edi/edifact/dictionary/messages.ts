import type { Dictionary } from '../../kit/dictionary.ts';
import { type SetDef, setOf } from '../../kit/structure.ts';
import { edifactCodes } from './codes.ts';
import { invoice, orderResponse, orders } from './orders.ts';
import { messageSegments, serviceSegments } from './segments.ts';
import { despatchAdvice, inventoryReport } from './shipping.ts';

const MESSAGES = `
  UCM messages*999999 {
    UCS segments*999 {
      UCD elements*99
    }
  }
`;

/** The syntax and service report. @see ISO 9735-4 */
const serviceReport = setOf(
  'CONTRL',
  '',
  'Syntax and service report',
  `
  UCI interchange!
  ${MESSAGES}
  UCF groups*999999 {
    ${MESSAGES}
  }
`,
);

/** The message types that are read to fields. Others keep their raw segments. */
export const edifactMessages: ReadonlyMap<string, SetDef> = new Map(
  [orders, orderResponse, despatchAdvice, invoice, inventoryReport, serviceReport].map((set) => [set.id, set]),
);

export const edifactDictionary: Dictionary = {
  segments: new Map([...messageSegments, ...serviceSegments]),
  codes: edifactCodes,
};
