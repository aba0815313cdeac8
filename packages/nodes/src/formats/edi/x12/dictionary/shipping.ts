import { setOf } from '../../kit/structure.ts';
import { NAME_AND_ADDRESS } from './parts.ts';

export const shipNotice = setOf(
  '856',
  'SH',
  'Ship notice',
  `
  BSN notice!
  DTM dates*10
  HL levels!*200000 {
    LIN product
    SN1 item
    SLN subLines*1000
    PRF order
    PO4 packaging
    PID descriptions*200
    MEA measurements*40
    PWK papers*25
    PKG packagingTexts*25
    TD1 packages*20
    TD5 carriers*12
    TD3 equipment*12
    TD4 hazards*5
    REF references*
    PER contacts*3
    CLD loads*200 {
      REF references*200
    }
    MAN marks*
    DTM dates*10
    FOB freight
    N1 parties*200 {
      ${NAME_AND_ADDRESS}
      REF references*12
      PER contacts*3
      FOB freight
    }
    SAC charges*
    CUR currency
    ITA allowances*10
    AMT amounts*
    QTY quantities*
  }
  CTT totals
`,
);

export const inventory = setOf(
  '846',
  'IB',
  'Inventory advice',
  `
  BIA advice!
  CUR currency
  DTM dates*10
  REF references*12
  PER contacts*3
  N1 parties*5 {
    ${NAME_AND_ADDRESS}
    REF references*12
    PER contacts*3
  }
  LIN lines!*10000 {
    PID descriptions*200
    MEA measurements*
    PKG packaging*25
    DTM dates*10
    CTP prices*6
    CUR currency
    SAC charges*
    REF references*
    PER contacts*
    SDQ distribution*
    MAN marks*
    QTY quantities*99 {
      MEA measurements*25
      DTM dates*10
      REF references*
      LDT leadTimes*
      SCH schedules*25
    }
    N1 parties*20 {
      ${NAME_AND_ADDRESS}
      LDT leadTimes*12
      QTY quantities*
    }
  }
  CTT totals
`,
);
