import { setOf } from '../../kit/structure.ts';
import { PARTIES, REFERENCES, TRANSPORT } from './parts.ts';

export const despatchAdvice = setOf(
  'DESADV',
  '',
  'Despatch advice',
  `
  BGM document!
  DTM dates*10
  ALI additional*5
  MEA measurements*5
  MOA amounts*5
  ${REFERENCES}
  ${PARTIES}
  TOD deliveries*5 {
    LOC places*5
    FTX texts*5
  }
  TDT transports*10 {
    PCD percents*6
    LOC places*10 {
      DTM dates*10
    }
  }
  EQD equipment*10 {
    MEA measurements*5
    SEL seals*25
    EQA attached*5
    HAN handling*10 {
      FTX texts*10
    }
  }
  CPS packings*9999 {
    FTX texts*5
    PAC packages*9999 {
      MEA measurements*10
      QTY quantities*10
      HAN handling*10 {
        FTX texts*10
      }
      PCI marks*1000 {
        RFF references*1
        DTM dates*5
        GIR relatedNumbers*99
        GIN numbers*99 {
          DLM limits*10
        }
      }
    }
    LIN lines*9999 {
      PIA identifiers*10
      IMD descriptions*25
      MEA measurements*10
      QTY quantities*10
      ALI additional*10
      GIN numbers*100
      GIR relatedNumbers*100
      DLM limits*100
      DTM dates*5
      FTX texts*99
      MOA amounts*5
      ${REFERENCES}
      LOC places*100 {
        NAD party
        DTM dates*1
        QTY quantities*10
      }
      SGP equipment*1000 {
        QTY quantities*10
      }
      PCI marks*9999 {
        DTM dates*5
        MEA measurements*10
        QTY quantities*1
        GIN numbers*10 {
          DLM limits*100
        }
        HAN handling*5 {
          FTX texts*5
        }
      }
      QVR variances*10 {
        DTM dates*5
      }
    }
  }
  CNT counts*5
`,
);

const STOCK = `
      GIN numbers*9999
      LOC places*9
      MEA measurements*9
      DTM dates*5
      STS statuses*9
      RFF references*9
      PRI prices*9
      CPS packing
      NAD parties*9
`;

export const inventoryReport = setOf(
  'INVRPT',
  '',
  'Inventory report',
  `
  BGM document!
  DTM dates!*10
  FTX texts*9
  ${REFERENCES}
  ${PARTIES}
  CUX currencies*9
  ${TRANSPORT}
  LIN lines*9999 {
    PIA identifiers*10
    IMD descriptions*25
    MEA measurements*10
    ALI additional*9
    GIN numbers*9999
    GIR relatedNumbers*99
    HAN handling*9
    DTM dates*10
    FTX texts*9
    LOC places*99
    PRI prices*99
    ${REFERENCES}
    PAC packages*99 {
      MEA measurements*9
      PCI marks*9
    }
    QTY quantities*9999 {
      INV movement
      ${STOCK}
    }
    INV movements*9999 {
      QTY quantities*9
      ${STOCK}
    }
  }
  UNS section
  CNT counts*9
`,
);
