/** What stands below a name: more of it, and where it is. */
export const NAME_AND_ADDRESS = `
  N2 moreNames*2
  N3 addressLines*2
  N4 location
`;

/** What stands below a party of an order: name, address, references, contacts. */
export const PARTY = `${NAME_AND_ADDRESS}
  REF references*12
  PER contacts*3
  FOB freight
  TD1 packages*2
  TD5 carriers*12
`;

/** Allowances and charges of an order. */
export const CHARGES = `
  SAC charges*25 {
    CUR currency
  }
`;
