import type { Random } from '../../../../simulators/kit/random.ts';
import type { Market, Place } from './markets.ts';

/** A postal address in the shape of Shopify's. */
type Address = {
  readonly first_name: string | null;
  readonly address1: string;
  readonly phone: string | null;
  readonly city: string;
  readonly zip: string;
  readonly province: string | null;
  readonly country: string;
  readonly last_name: string;
  readonly address2: string | null;
  readonly company: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly name: string;
  readonly country_code: string;
  readonly province_code: string | null;
};

export interface Buyer {
  readonly place: Place;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Address;
  /** Bought without an account: the order has no customer. */
  readonly guest: boolean;
  readonly note: string | null;
}

/** Someone of the market. `messy` buyers leave things out or type them the way people do. */
export function drawBuyer(market: Market, random: Random, messy: boolean): Buyer {
  const place = random.pick(market.places);
  const [first, last] = [random.pick(market.first), random.pick(market.last)];
  const phone = random.chance(0.7) ? `${market.dial}${random.int(100_000_000, 999_999_999)}` : null;
  const tidy: Buyer = {
    place,
    email: `${slug(first)}.${slug(last)}${random.int(1, 99)}@mail.example.com`,
    phone,
    guest: false,
    note: random.chance(0.15) ? random.pick(NOTES) : null,
    address: {
      first_name: first,
      address1: `${random.pick(market.streets)} ${random.int(1, 180)}`,
      phone,
      city: place.city,
      zip: place.zip.replace(/[#@]/g, (mark) => (mark === '#' ? String(random.int(0, 9)) : random.pick(LETTERS))),
      province: place.province,
      country: market.country,
      last_name: last,
      address2: random.chance(0.2) ? `Apt ${random.int(1, 40)}` : '',
      company: random.chance(0.1) ? `${last} & Partner` : null,
      latitude: random.int(36_000_000, 60_000_000) / 1e6,
      longitude: random.int(-12_000_000, 14_000_000) / 1e6,
      name: `${first} ${last}`,
      country_code: market.countryCode,
      province_code: place.provinceCode,
    },
  };
  return messy ? random.pick(MESSES)(tidy) : tidy;
}

const LETTERS = [...'ABDEFGHJLNPQRSTUWXYZ'];

const NOTES = ['Please leave with the neighbour.', 'Bitte nicht klingeln – Baby schläft', 'Merci d’emballer 🎁'];

const inAddress = (buyer: Buyer, part: Partial<Address>): Buyer => ({
  ...buyer,
  address: { ...buyer.address, ...part },
});

/** The mess of real orders that a flow must carry and not stumble over. */
const MESSES: readonly ((buyer: Buyer) => Buyer)[] = [
  (buyer) => ({ ...inAddress(buyer, { phone: null }), email: null, phone: null }),
  (buyer) => ({ ...buyer, guest: true }),
  (buyer) => inAddress(buyer, { first_name: null, name: buyer.address.last_name }),
  (buyer) => inAddress(buyer, { first_name: '王小明 🐉', name: `王小明 🐉 ${buyer.address.last_name}` }),
  (buyer) => inAddress(buyer, { last_name: 'אבוטבול', name: `${buyer.address.first_name} אבוטבול` }),
  (buyer) =>
    inAddress(buyer, { zip: ` ${buyer.address.zip.toLowerCase()}`, city: `${buyer.address.city.toUpperCase()} ` }),
  (buyer) => inAddress(buyer, { address2: null, province: null, province_code: null, latitude: null, longitude: null }),
  (buyer) =>
    inAddress(buyer, { address1: `c/o ${buyer.address.name}, ${buyer.address.address1}, Hinterhof, 3. OG links` }),
  (buyer) => ({ ...buyer, note: 'Line one\r\nLine two\t"quoted", \\ back; <b>bold</b> \u200b& done' }),
  (buyer) => ({ ...inAddress(buyer, { phone: '(502) 459-2181 ext. 7' }), phone: '00353 1 676 0000' }),
  (buyer) => ({ ...buyer, email: buyer.email?.toUpperCase() ?? null }),
];

function slug(name: string): string {
  const ascii = name.normalize('NFKD').replace(/ß/g, 'ss').replace(/ı/g, 'i');
  return ascii.toLowerCase().replace(/[^a-z]/g, '') || 'buyer';
}
