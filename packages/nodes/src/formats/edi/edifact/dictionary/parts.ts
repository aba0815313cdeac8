/** Groups that order, response and invoice have in common, at their head and below a line. */
export const REFERENCES = `
  RFF references*9999 {
    DTM dates*5
  }
`;

export const PARTIES = `
  NAD parties*99 {
    LOC places*99
    FII accounts*5
    RFF references*99 {
      DTM dates*5
    }
    DOC documents*5 {
      DTM dates*5
    }
    CTA contacts*5 {
      COM communications*5
    }
  }
`;

export const TAXES = `
  TAX taxes*10 {
    MOA amounts*2
    LOC places*5
  }
`;

export const MONEY_TERMS = `
  CUX currencies*5 {
    PCD percents*5
    DTM dates*5
  }
  PAT terms*10 {
    DTM dates*5
    PCD percents*1
    MOA amounts*1
    PAI payment
    FII accounts*1
  }
`;

export const TRANSPORT = `
  TDT transports*10 {
    LOC places*10 {
      DTM dates*5
    }
    RFF references*9999 {
      DTM dates*5
    }
  }
  TOD deliveries*5 {
    LOC places*5
    FTX texts*5
  }
`;

export const PACKAGES = `
  PAC packages*9999 {
    MEA measurements*10
    QTY quantities*10
    DTM dates*5
    PCI marks*10 {
      RFF reference
      DTM dates*5
      GIN numbers*10
    }
  }
`;

export const EQUIPMENT = `
  EQD equipment*10 {
    HAN handling*5
    MEA measurements*5
    SEL seals*25
    FTX texts*5
  }
`;

export const SCHEDULES = `
  SCC schedules*100 {
    FTX texts*5
    RFF references*5
    QTY quantities*10 {
      DTM dates*5
    }
  }
`;

const ranged = (segment: string, name: string) => `
    ${segment} ${name}*2 {
      RNG range
    }
`;

export const CHARGES = `
  ALC charges*99 {
    ALI additional*5
    DTM dates*5
    ${ranged('QTY', 'quantities')}
    ${ranged('PCD', 'percents')}
    ${ranged('MOA', 'amounts')}
    ${ranged('RTE', 'rates')}
    TAX taxes*5 {
      MOA amounts*1
    }
  }
`;

/** What stands right below a line. */
export const LINE = `
  PIA identifiers*25
  IMD descriptions*99
  MEA measurements*99
  QTY quantities*99
  PCD percents*5
  ALI additional*5
  DTM dates*35
`;

export const PRICES = `
  PRI prices*99 {
    CUX currencies*1
    ALI additional*1
    RNG range
    APR trade
    DTM dates*5
  }
`;

export const PLACES = `
  LOC places*9999 {
    QTY quantities*10
    DTM dates*5
    PCD percents*5
  }
`;
