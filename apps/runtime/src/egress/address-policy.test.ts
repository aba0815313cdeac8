import { describe, expect, it } from 'vitest';
import { addressPolicy } from './address-policy.ts';

const blockedBy = (rules: Parameters<typeof addressPolicy>[0], addresses: readonly string[]) =>
  addresses.filter((address) => !addressPolicy(rules)(address));

const internal = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '198.18.0.1',
  '::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
];
const outside = ['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'];
const never = [
  '0.0.0.0',
  '::',
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::',
  'fe80::1',
  'ff02::1',
  '224.0.0.1',
  '255.255.255.255',
  'fd00:ec2::254',
  '168.63.129.16',
];

describe('addressPolicy', () => {
  it('lets a flow reach its own machine, the company network and the internet', () => {
    expect(blockedBy({}, [...internal, ...outside])).toEqual([]);
  });

  it('blocks what no flow may ever want to call, however it is written', () => {
    expect(blockedBy({}, never)).toEqual(never);
  });

  it('blocks everything that is not public when internal networks are denied', () => {
    expect(blockedBy({ deny: ['internal'] }, [...internal, ...never, ...outside])).toEqual([...internal, ...never]);
  });

  it('puts deny before allow, and allow before what is always blocked', () => {
    const rules = { allow: ['169.254.10.0/24', '224.0.0.9'], deny: ['169.254.10.7', '10.0.0.0/8'] };
    expect(blockedBy(rules, ['169.254.10.1', '169.254.10.7', '224.0.0.9', '10.0.0.1', '11.0.0.1'])).toEqual([
      '169.254.10.7',
      '10.0.0.1',
    ]);
  });

  it('refuses what is not an address, and rules that are none', () => {
    expect(blockedBy({}, ['', 'localhost', '1.2.3.4.5'])).toEqual(['', 'localhost', '1.2.3.4.5']);
    expect(() => addressPolicy({ deny: ['10.0.0.0/99'] })).toThrow('Not an address or a range of addresses');
  });
});
