import { setOf } from '../../kit/structure.ts';
import { NAME_AND_ADDRESS } from './parts.ts';

export const invoice = setOf(
  '810',
  'IN',
  'Invoice',
  `
  BIG invoice!
  NTE notes*100
  CUR currency
  REF references*12
  PER contacts*3
  N1 parties*200 {
    ${NAME_AND_ADDRESS}
    REF references*12
    PER contacts*3
  }
  ITD terms*
  DTM dates*10
  FOB freight
  PID descriptions*200
  MEA measurements*40
  PWK papers*25
  PKG packaging*25
  N9 referenceNotes* {
    MSG messages*10
  }
  IT1 lines*200000 {
    QTY quantities*5
    CUR currency
    IT3 details*5
    TXI taxes*10
    CTP prices*25
    PAM amounts*10
    MEA measurements*40
    PID descriptions*1000 {
      MEA measurements*10
    }
    PWK papers*25
    PKG packagingTexts*25
    PO4 packaging
    ITD terms*2
    REF references*
    PER contacts*5
    SDQ distribution*500
    DTM dates*10
    CAD carriers*
    SAC charges*25 {
      TXI taxes*10
    }
    SLN subLines*1000 {
      DTM dates*
      REF references*
      PID descriptions*1000
      TXI taxes*10
    }
    N1 parties*200 {
      ${NAME_AND_ADDRESS}
      REF references*12
      PER contacts*3
    }
  }
  TDS total!
  TXI taxes*10
  CAD carrier
  AMT amounts*
  SAC charges*25 {
    TXI taxes*10
  }
  ISS shipments* {
    PID description
  }
  CTT totals
`,
);
