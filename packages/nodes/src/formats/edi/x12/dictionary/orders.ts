import { setOf } from '../../kit/structure.ts';
import { CHARGES, PARTY } from './parts.ts';

export const purchaseOrder = setOf(
  '850',
  'PO',
  'Purchase order',
  `
  BEG order!
  CUR currency
  REF references*
  PER contacts*3
  TAX taxIds*
  FOB freight*
  CTP prices*
  PAM amounts*10
  CSH salesRequirements*5
  ${CHARGES}
  ITD terms*
  DIS discounts*20
  DTM dates*10
  LDT leadTimes*12
  LIN products*5
  PID descriptions*200
  MEA measurements*40
  PWK papers*25
  PKG packaging*200
  TD1 packages*2
  TD5 carriers*12
  TD3 equipment*12
  TD4 hazards*5
  MAN marks*10
  CTB conditions*5
  TXI taxes*
  N9 notes*1000 {
    DTM dates*
    MSG messages*1000
  }
  N1 parties*200 {
    ${PARTY}
    TD3 equipment*12
    PKG packaging*200
    MSG messages*
  }
  PO1 lines!*100000 {
    LIN moreProducts*
    SI services*
    CUR currency
    CTP prices*
    PAM amounts*10
    MEA measurements*40
    PID descriptions*1000 {
      MEA measurements*10
    }
    PWK papers*25
    PO4 packaging*
    REF references*
    PER contacts*3
    SAC charges*25
    ITD terms*2
    DIS discounts*20
    TAX taxIds*
    FOB freight*
    SDQ distribution*500
    DTM dates*10
    TC2 commodities*
    TD1 packages
    TD5 carriers*12
    TD3 equipment*12
    TD4 hazards*5
    MAN marks*10
    MSG messages*
    TXI taxes*
    CTB conditions*
    QTY quantities* {
      SI services*
    }
    SCH schedules*200 {
      TD1 packages*2
      TD5 carriers*12
      REF references*
    }
    PKG packagingTexts*200
    N9 notes*1000 {
      DTM dates*
      MSG messages*1000
    }
    N1 parties*200 {
      ${PARTY}
      SCH schedules*200
    }
    SLN subLines*1000 {
      MSG messages*
      PID descriptions*1000
      CTP prices*25
      PO4 packaging
      DTM dates*10
      QTY quantities*
      N9 references*
    }
  }
  CTT totals {
    AMT amounts*
  }
`,
);

export const acknowledgement = setOf(
  '855',
  'PR',
  'Purchase order acknowledgement',
  `
  BAK acknowledgement!
  CUR currency
  REF references*
  PER contacts*3
  TAX taxIds*3
  FOB freight*
  CTP prices*25
  CSH salesRequirements*5
  ${CHARGES}
  ITD terms*5
  DIS discounts*20
  DTM dates*10
  LDT leadTimes*12
  LIN products*5
  PID descriptions*200
  MEA measurements*40
  PWK papers*25
  PKG packaging*25
  TD1 packages*2
  TD5 carriers*12
  TD3 equipment*12
  TD4 hazards*5
  MAN marks*10
  TXI taxes*
  N9 notes*1000 {
    DTM dates*
    MSG messages*1000
  }
  N1 parties*200 {
    ${PARTY}
  }
  PO1 lines*100000 {
    LIN moreProducts*
    CUR currency
    CTP prices*25
    MEA measurements*40
    PID descriptions*1000 {
      MEA measurements*10
    }
    PWK papers*25
    PO4 packaging*
    REF references*
    PER contacts*3
    SAC charges*25
    ITD terms*2
    DIS discounts*20
    TAX taxIds*3
    FOB freight*
    SDQ distribution*500
    DTM dates*10
    TD1 packages
    TD5 carriers*12
    MAN marks*10
    TXI taxes*
    ACK acknowledgements*104 {
      DTM dates*
    }
    SCH schedules*200 {
      TD1 packages*2
      TD5 carriers*12
      REF references*
    }
    N9 notes*1000 {
      DTM dates*
      MSG messages*1000
    }
    N1 parties*200 {
      ${PARTY}
    }
    SLN subLines*1000 {
      PID descriptions*1000
      PO4 packaging
      DTM dates*10
      ACK acknowledgements*104
    }
  }
  CTT totals {
    AMT amounts*
  }
`,
);
