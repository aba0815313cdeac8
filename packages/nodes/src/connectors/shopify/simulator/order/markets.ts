/** Where the retailer sells. Each currency is a shop of its own (an expansion store), all signed by one app. */
export interface Market {
  readonly country: string;
  readonly countryCode: string;
  readonly currency: string;
  readonly shopDomain: string;
  /** Offset of the shop's clock from UTC, standard time all year. */
  readonly utcOffsetMinutes: number;
  readonly locale: string;
  /** Prices include the tax. */
  readonly taxesIncluded: boolean;
  readonly dial: string;
  readonly places: readonly Place[];
  readonly streets: readonly string[];
  readonly first: readonly string[];
  readonly last: readonly string[];
}

export interface Place {
  readonly city: string;
  /** `#` is a digit, `@` a letter. */
  readonly zip: string;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly tax: { readonly title: string; readonly rate: number };
}

type PlaceRow = readonly [city: string, zip: string, province?: string, code?: string, rate?: number];

const places = (title: string, rate: number, rows: readonly PlaceRow[]): readonly Place[] =>
  rows.map(([city, zip, province = null, provinceCode = null, own = rate]) => ({
    city,
    zip,
    province,
    provinceCode,
    tax: { title: province !== null && own !== rate ? `${province} State Tax` : title, rate: own },
  }));

const EU = { currency: 'EUR', shopDomain: 'lockstep-eu.myshopify.com', utcOffsetMinutes: 60, taxesIncluded: true };

export const MARKETS: readonly Market[] = [
  {
    ...EU,
    country: 'Germany',
    countryCode: 'DE',
    locale: 'de-DE',
    dial: '+49',
    places: places('DE MwSt', 0.19, [
      ['Berlin', '10#3#'],
      ['München', '80#3#'],
      ['Köln', '506##'],
      ['Weißenfels', '06667'],
      ['Bremen', '281##'],
    ]),
    streets: ['Straße der Pariser Kommune', 'Torstraße', 'Am Mühlbach', 'Schönhauser Allee'],
    first: ['Jürgen', 'Anneliese', 'Zoë', 'Max', 'Mehmet', 'Käthe'],
    last: ['Müller', 'Großmann', 'Yılmaz', 'von der Heide', 'Schmidt'],
  },
  {
    ...EU,
    country: 'France',
    countryCode: 'FR',
    locale: 'fr-FR',
    dial: '+33',
    places: places('FR TVA', 0.2, [
      ['Paris', '750##'],
      ['Lyon', '6900#'],
      ['Saint-Étienne', '42#00'],
      ["L'Haÿ-les-Roses", '94240'],
    ]),
    streets: ['Rue de la Paix', "Avenue de l'Opéra", 'Boulevard Voltaire', 'Place Saint-Sulpice'],
    first: ['François-René', 'Chloé', 'Noël', 'Aïcha', 'Jean'],
    last: ["d'Ormesson", 'Lefèvre', 'Nguyễn', 'Martin', 'Çelik'],
  },
  {
    country: 'United Kingdom',
    countryCode: 'GB',
    currency: 'GBP',
    shopDomain: 'lockstep-uk.myshopify.com',
    utcOffsetMinutes: 0,
    taxesIncluded: true,
    locale: 'en-GB',
    dial: '+44',
    places: places('GB VAT', 0.2, [
      ['London', 'SW1A #@@', 'England', 'ENG'],
      ['Leeds', 'LS1 #@@', 'England', 'ENG'],
      ['Edinburgh', 'EH1 #@@', 'Scotland', 'SCT'],
    ]),
    streets: ['Downing Street', 'Old Kent Road', "St John's Terrace", 'The Shambles'],
    first: ['Oliver', 'Siân', 'Priya', 'Hamish', "D'Arcy"],
    last: ["O'Neill", 'Smith-Jones', 'Patel', 'MacDonald', 'Ng'],
  },
  {
    country: 'United States',
    countryCode: 'US',
    currency: 'USD',
    shopDomain: 'lockstep-us.myshopify.com',
    utcOffsetMinutes: -300,
    taxesIncluded: false,
    locale: 'en-US',
    dial: '+1',
    places: places('State Tax', 0, [
      ['Portland', '972##', 'Oregon', 'OR'],
      ['Louisville', '402##', 'Kentucky', 'KY', 0.06],
      ['Brooklyn', '112##', 'New York', 'NY', 0.08875],
      ['San José', '951##-####', 'California', 'CA', 0.0725],
    ]),
    streets: ['Chestnut Street', 'Martin Luther King Jr. Blvd', '5th Avenue', 'County Road 12'],
    first: ['Bob', 'María', 'LaToya', 'Wei', 'Renée'],
    last: ['Norman', 'García López', 'Washington', 'Li', 'St. Clair'],
  },
  {
    ...EU,
    country: 'Ireland',
    countryCode: 'IE',
    locale: 'en-IE',
    dial: '+353',
    places: places('IE VAT', 0.23, [
      ['Dublin', 'D0# @#@#', 'Dublin', 'D'],
      ['Cork', 'T12 @#@#', 'Cork', 'CO'],
      ['Dún Laoghaire', 'A96 @#@#', 'Dublin', 'D'],
    ]),
    streets: ["O'Connell Street", 'Grafton Street', 'Bóthar na Trá'],
    first: ['Séamus', 'Aoife', 'Niamh', 'Ciarán', 'Oisín'],
    last: ['Ó Súilleabháin', "O'Brien", 'Murphy', 'Ní Dhomhnaill'],
  },
  {
    ...EU,
    country: 'Netherlands',
    countryCode: 'NL',
    locale: 'nl-NL',
    dial: '+31',
    places: places('NL BTW', 0.21, [
      ['Amsterdam', '101# @@'],
      ["'s-Hertogenbosch", '521# @@'],
      ['Den Haag', '251# @@'],
    ]),
    streets: ['Herengracht', 'Kerkstraat', "Achter 't Hofplein"],
    first: ['Daan', 'Fleur', 'Sjoerd', 'Yasmin', 'Joris'],
    last: ['van der Berg', 'de Vries', "'t Hooft", 'Jansen'],
  },
];

/** Buyers who pay in another currency than their shop's: presentment currency, and units of it for one of the shop's. */
export const FOREIGN: Readonly<Record<string, { readonly presentment: string; readonly rate: number }>> = {
  EUR: { presentment: 'GBP', rate: 0.87 },
  GBP: { presentment: 'EUR', rate: 1.15 },
  USD: { presentment: 'CAD', rate: 1.39 },
};
