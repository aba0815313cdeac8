/** A regular customer, whom every system of the retailer may meet. */
export interface Person {
  /** Place in the list, from 0. */
  readonly nr: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  /** With the prefix of the country; some never gave one. */
  readonly phone?: string;
  readonly street: string;
  readonly city: string;
  readonly zip: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

type Row = readonly [first: string, last: string, street: string, zip: string, city: string, phone?: string];

/** Cities are those of the shop's markets, whose taxes hold there. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  DE: [
    ['Mia', 'Koch', 'Torstraße 140', '10119', 'Berlin', '+49 30 1234567'],
    ['Tom', 'Ernst', 'Am Mühlbach 3', '80331', 'München'],
    ['Jonas', 'Keller', 'Lindenweg 4', '50667', 'Köln', '+49 221 998877'],
    ['Mara', 'Lenz', 'Am Markt 12', '28195', 'Bremen', '+49 421 554433'],
    ['Özlem', 'Yıldız', 'Karl-Marx-Straße 88', '12043', 'Berlin', '+49 176 30001122'],
    ['Käthe', 'Großmann', 'Markt 1', '06667', 'Weißenfels'],
  ],
  FR: [
    ['Chloé', 'Lefèvre', 'Rue de la Paix 12', '75002', 'Paris', '+33 1 42961234'],
    ['Noël', "d'Ormesson", 'Place Saint-Sulpice 3', '42100', 'Saint-Étienne'],
    ['Aïcha', 'Çelik', 'Boulevard Voltaire 77', '69003', 'Lyon', '+33 6 12345678'],
  ],
  GB: [
    ['Siân', "O'Neill", "St John's Terrace 8", 'LS1 4AP', 'Leeds', '+44 113 4960000'],
    ['Hamish', 'MacDonald', 'The Shambles 21', 'EH1 1RE', 'Edinburgh'],
    ['Priya', 'Patel', 'Old Kent Road 310', 'SW1A 2AA', 'London', '+44 20 79460000'],
  ],
  US: [
    ['María', 'García López', 'Chestnut Street 1500', '40202', 'Louisville', '+1 502 4592181'],
    ['LaToya', 'Washington', '5th Avenue 88', '11215', 'Brooklyn', '+1 718 5550100'],
    ['Wei', 'Li', 'County Road 12', '97205', 'Portland'],
  ],
  IE: [
    ['Aoife', 'Ní Dhomhnaill', 'Grafton Street 9', 'D02 X285', 'Dublin', '+353 1 6760000'],
    ['Séamus', 'Ó Súilleabháin', "O'Connell Street 40", 'T12 W8KP', 'Cork'],
  ],
  NL: [
    ['Fleur', 'van der Berg', 'Herengracht 182', '1016 BR', 'Amsterdam', '+31 20 6230000'],
    ['Sjoerd', "'t Hooft", 'Kerkstraat 7', '2514 KB', 'Den Haag'],
  ],
};

/** Regular customers of the retailer, in no order that means anything. Their addresses are of nobody. */
export const PEOPLE: readonly Person[] = Object.entries(ROWS)
  .flatMap(([country, rows]) => rows.map((row) => ({ country, row })))
  .map(({ country, row: [first, last, street, zip, city, phone] }, nr): Person => {
    const email = `${slug(first)}.${slug(last)}@mail.example.com`;
    return { nr, first, last, email, ...(phone !== undefined && { phone }), street, city, zip, country };
  });

/** A name as a mailbox has it: plain letters, never empty. */
export function slug(name: string): string {
  const ascii = name.normalize('NFKD').replace(/ß/g, 'ss').replace(/ı/g, 'i');
  return ascii.toLowerCase().replace(/[^a-z]/g, '') || 'buyer';
}
