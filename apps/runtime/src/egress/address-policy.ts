import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/**
 * What an outgoing connection may reach. Each entry is a range like `10.0.0.0/8`, one address, or the name `internal`:
 * loopback, private, unique-local, carrier-grade and reserved networks. `deny` wins over `allow`, `allow` over what is
 * always blocked: link-local, cloud metadata, multicast, broadcast and unspecified addresses.
 */
export interface AddressRules {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

/** Says whether a socket may be opened to an address; anything that is not an address is refused. */
export type AddressPolicy = (address: string) => boolean;

/** Nothing a flow may ever want to call answers here. */
const ALWAYS_BLOCKED = ['unspecified', 'broadcast', 'multicast', 'linkLocal', 'deprecatedSiteLocal', 'discard'];

/** Metadata services outside of link-local: AWS and Google over IPv6, Azure's wire server, Alibaba, Oracle. */
const METADATA = ['fd00:ec2::254', 'fd20:ce::254', '168.63.129.16', '100.100.100.200', '192.0.0.192'];

/** Ranges that lead to public machines, besides `unicast`: relays and sinks of the DNS. */
const PUBLIC = ['unicast', 'as112', 'as112v6', 'amt'];

/**
 * IPv4 addresses written into IPv6 ones, with the place of their four bytes: mapped (RFC 4291), compatible (deprecated
 * there), translated (RFC 6145), NAT64 (RFC 6052), 6to4 (RFC 3056). A gateway would open the connection to the inner one.
 */
const EMBEDDING: readonly { readonly range: Block; readonly byte: number }[] = [
  { range: parseBlock('::ffff:0:0/96'), byte: 12 },
  { range: parseBlock('::/96'), byte: 12 },
  { range: parseBlock('::ffff:0:0:0/96'), byte: 12 },
  { range: parseBlock('64:ff9b::/96'), byte: 12 },
  { range: parseBlock('2002::/16'), byte: 2 },
];

/** @throws Error when a rule is neither a range, an address nor `internal` */
export function addressPolicy({ allow = [], deny = [] }: AddressRules = {}): AddressPolicy {
  const [allows, denies, metadata] = [allow, deny, METADATA].map((rules) => rules.map(matcherOf));
  const any = (matchers: readonly Matcher[] | undefined, address: Address) =>
    matchers?.some((matches) => matches(address)) ?? false;
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.parse(text);
    return [address, ...embedded(address)].every((each) => {
      if (any(denies, each)) return false;
      if (any(allows, each)) return true;
      return !ALWAYS_BLOCKED.includes(each.range()) && !any(metadata, each);
    });
  };
}

type Matcher = (address: Address) => boolean;

function matcherOf(rule: string): Matcher {
  if (rule === 'internal') return (address) => !PUBLIC.includes(address.range()) && !isCarrier(address);
  const block = parseBlock(rule);
  return (address) => contains(block, address);
}

/** True for IPv6 forms whose inner IPv4 address is judged by itself. */
function isCarrier(address: Address): boolean {
  return embedded(address).length > 0;
}

function embedded(address: Address): readonly Address[] {
  if (address.kind() === 'ipv4') return [];
  const bytes = address.toByteArray();
  return EMBEDDING.flatMap(({ range, byte }) => {
    if (!contains(range, address) || address.range() === 'loopback' || address.range() === 'unspecified') return [];
    return [new ipaddr.IPv4(bytes.slice(byte, byte + 4))];
  });
}

function contains([network, bits]: Block, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}

function parseBlock(rule: string): Block {
  try {
    if (rule.includes('/')) return ipaddr.parseCIDR(rule);
    const address = ipaddr.parse(rule);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch (cause) {
    throw new Error(`Not an address or a range of addresses: "${rule}".`, { cause });
  }
}
