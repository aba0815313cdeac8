import { setOf } from '../../kit/structure.ts';

const CODES = `
  LM industryCodes*10 {
    LQ codes*100
  }
`;

const WAREHOUSE_HEADER = `
  N1 parties*10 {
    N2 moreNames*2
    N3 addressLines*2
    N4 location
    REF references*
    PER contacts*3
  }
  N9 references*10
  G61 contacts*3
  G62 dates*10
  NTE notes*9999
`;

export const shippingOrder = setOf(
  '940',
  'OW',
  'Warehouse shipping order',
  `
  W05 order!
  ${WAREHOUSE_HEADER}
  W66 carrier
  ${CODES}
  LX groups!*9999 {
    MAN marks*
    SDQ distribution*100
    N1 parties*50
    G62 dates*2
    W01 lines*9999 {
      G69 descriptions*5
      N9 references*200 {
        DTM dates*1
        MSG messages*10
      }
      NTE notes*9999
      W20 packing
      QTY quantities*10
      AMT amount
      G62 dates*2
      ${CODES}
    }
  }
  W76 totals
`,
);

export const shippingAdvice = setOf(
  '945',
  'SW',
  'Warehouse shipping advice',
  `
  W06 advice!
  ${WAREHOUSE_HEADER}
  W27 carrier
  W28 consolidation
  W10 pallets*
  G72 charges*
  ${CODES}
  LX groups!*9999 {
    MAN marks*
    N9 references*200
    W12 lines*9999 {
      G69 descriptions*5
      N9 references*200
      G62 dates*2
      QTY quantities*10
      MEA measurements*40
      AMT amount
      W27 carrier
      N1 parties*
      G72 charges*20
      ${CODES}
    }
  }
  W03 totals
`,
);
