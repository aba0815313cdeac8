/** A part of a rate, by the authority that gets it. */
export interface RatePart {
  readonly jurisName: string;
  readonly jurisType: 'CNT' | 'STA' | 'CTY' | 'STJ';
  readonly rate: number;
}

const EU: Readonly<Record<string, number>> = {
  AT: 0.2,
  BE: 0.21,
  DE: 0.19,
  DK: 0.25,
  ES: 0.21,
  FR: 0.2,
  IE: 0.23,
  IT: 0.22,
  NL: 0.21,
  PL: 0.23,
  SE: 0.25,
};

const STATES: Readonly<Record<string, readonly RatePart[]>> = {
  CA: [
    { jurisName: 'CALIFORNIA', jurisType: 'STA', rate: 0.06 },
    { jurisName: 'ORANGE', jurisType: 'CTY', rate: 0.0025 },
    { jurisName: 'ORANGE COUNTY DISTRICT TAX SP', jurisType: 'STJ', rate: 0.015 },
  ],
  NY: [
    { jurisName: 'NEW YORK', jurisType: 'STA', rate: 0.04 },
    { jurisName: 'NEW YORK CITY', jurisType: 'CTY', rate: 0.045 },
    { jurisName: 'METROPOLITAN COMMUTER TRANSPORTATION DISTRICT', jurisType: 'STJ', rate: 0.00375 },
  ],
};

/** What is owed where the goods arrive; nothing where the seller has no duty. */
export function ratesOf({
  country,
  region,
}: {
  readonly country: string;
  readonly region?: string | undefined;
}): readonly RatePart[] {
  if (country === 'US') return STATES[region ?? ''] ?? [];
  const rate = EU[country];
  return rate === undefined ? [] : [{ jurisName: country, jurisType: 'CNT', rate }];
}
