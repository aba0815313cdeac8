import { setOf } from '../../kit/structure.ts';
import {
  CHARGES,
  EQUIPMENT,
  LINE,
  MONEY_TERMS,
  PACKAGES,
  PARTIES,
  PLACES,
  PRICES,
  REFERENCES,
  SCHEDULES,
  TAXES,
  TRANSPORT,
} from './parts.ts';

const HEADER = `
  BGM document!
  DTM dates!*35
  PAI payment
  ALI additional*5
  IMD descriptions*999
  FTX texts*99
  GIS indicators*10
  ${REFERENCES}
`;

const line = (after: string) => `
  LIN lines*200000 {
    ${LINE}
    MOA amounts*10
    GIN numbers*1000
    GIR relatedNumbers*1000
    QVR variances*10
    DOC documents*99
    PAI payment
    FTX texts*99
    PAT terms*10 {
      DTM dates*5
      PCD percents*1
      MOA amounts*1
    }
    ${after}
    ${PRICES}
    ${REFERENCES}
    ${PACKAGES}
    ${PLACES}
    ${TAXES}
    ${PARTIES}
    ${CHARGES}
    ${TRANSPORT}
    ${EQUIPMENT}
    ${SCHEDULES}
  }
`;

const SUMMARY = `
  UNS section!
  MOA totals*100
  CNT counts*10
  ALC totalCharges*10 {
    ALI additional*1
    MOA amounts*2
  }
`;

const ADJUSTMENTS = `
  AJT adjustments*10 {
    FTX texts*5
  }
`;

export const orders = setOf(
  'ORDERS',
  '',
  'Purchase order',
  `${HEADER}${PARTIES}${TAXES}${MONEY_TERMS}${TRANSPORT}${PACKAGES}${EQUIPMENT}${SCHEDULES}${CHARGES}${line('')}${SUMMARY}`,
);

export const orderResponse = setOf(
  'ORDRSP',
  '',
  'Purchase order response',
  `${HEADER}${ADJUSTMENTS}${PARTIES}${TAXES}${MONEY_TERMS}${TRANSPORT}${PACKAGES}${EQUIPMENT}${SCHEDULES}${CHARGES}${line(ADJUSTMENTS)}${SUMMARY}`,
);

export const invoice = setOf(
  'INVOIC',
  '',
  'Invoice',
  `${HEADER}${PARTIES}${TAXES}${MONEY_TERMS}${TRANSPORT}${PACKAGES}${CHARGES}
  LIN lines*9999999 {
    ${LINE}
    GIN numbers*1000
    GIR relatedNumbers*1000
    QVR variances*1
    EQD equipmentDetails*1
    FTX texts*99
    MOA amounts*10 {
      CUX exchange
    }
    PAT terms*10 {
      DTM dates*5
      PCD percents*1
      MOA amounts*1
    }
    ${PRICES}
    ${REFERENCES}
    ${PACKAGES}
    ${PLACES}
    ${TAXES}
    ${PARTIES}
    ${CHARGES}
    ${TRANSPORT}
  }
  UNS section!
  CNT counts*10
  MOA totals!*100 {
    RFF reference
    DTM dates*5
  }
  TAX totalTaxes*10 {
    MOA amounts*9
  }
  ALC totalCharges*15 {
    ALI additional*1
    MOA amounts*2
    FTX texts*1
  }
`,
);
