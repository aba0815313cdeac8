import type { Random } from '../../../../simulators/kit/random.ts';
import { PEOPLE, type Person, slug } from '../../../../simulators/vocabulary/people.ts';
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
  /** The regular customer this is, with an account in the shop; absent for anybody else. */
  readonly regular?: Person;
}

/** Share of orders by people who have an account. */
const REGULARS = 0.5;

/** Someone of the market, one in two a regular. `messy` buyers leave things out or type them the way people do. */
export function drawBuyer(market: Market, random: Random, messy: boolean): Buyer {
  const regulars = PEOPLE.filter(({ country }) => country === market.countryCode);
  const known = regulars.length > 0 && random.chance(REGULARS) ? random.pick(regulars) : undefined;
  const tidy = known ? regularOf(market, known, random) : strangerOf(market, random);
  return messy ? random.pick(MESSES)(tidy) : tidy;
}

function regularOf(market: Market, regular: Person, random: Random): Buyer {
  const { first, last, street, city, zip, email, phone = null } = regular;
  const place = market.places.find((one) => one.city === city) ?? random.pick(market.places);
  const address = addressOf(market, place, { first, last, street, zip, phone });
  return { place, email, phone, guest: false, note: noteOf(random), regular, address };
}

function strangerOf(market: Market, random: Random): Buyer {
  const place = random.pick(market.places);
  const [first, last] = [random.pick(market.first), random.pick(market.last)];
  const phone = random.chance(0.7) ? `${market.dial}${random.int(100_000_000, 999_999_999)}` : null;
  const email = `${slug(first)}.${slug(last)}${random.int(1, 99)}@mail.example.com`;
  const street = `${random.pick(market.streets)} ${random.int(1, 180)}`;
  const zip = place.zip.replace(/[#@]/g, (mark) => (mark === '#' ? String(random.int(0, 9)) : random.pick(LETTERS)));
  const address: Address = {
    ...addressOf(market, place, { first, last, street, zip, phone }),
    address2: random.chance(0.2) ? `Apt ${random.int(1, 40)}` : '',
    company: random.chance(0.1) ? `${last} & Partner` : null,
    latitude: random.int(36_000_000, 60_000_000) / 1e6,
    longitude: random.int(-12_000_000, 14_000_000) / 1e6,
  };
  return { place, email, phone, guest: false, note: noteOf(random), address };
}

function addressOf(
  { country, countryCode }: Market,
  place: Place,
  { first, last, street, zip, phone }: Record<'first' | 'last' | 'street' | 'zip', string> & { phone: string | null },
): Address {
  return {
    first_name: first,
    address1: street,
    phone,
    city: place.city,
    zip,
    province: place.province,
    country,
    last_name: last,
    address2: '',
    company: null,
    latitude: null,
    longitude: null,
    name: `${first} ${last}`,
    country_code: countryCode,
    province_code: place.provinceCode,
  };
}

const noteOf = (random: Random): string | null => (random.chance(0.15) ? random.pick(NOTES) : null);

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
