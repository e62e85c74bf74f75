/**
 * Where redwolf may connect to. Addresses of cloud metadata services never; loopback and private addresses only where
 * the configuration wrote that address or a private name; a public name that resolves to a private address is refused,
 * checked on the very addresses that will be connected to, so that a second look-up cannot change them.
 */

import { type LookupAddress, lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { buildConnector } from 'undici';

// Link-local (metadata services of clouds among them), unspecified and multicast addresses; then metadata services that
// stand elsewhere: Alibaba Cloud's, Azure's (its documentation of 168.63.129.16), Oracle's, Amazon's and Google's by IPv6.
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addAddress('100.100.100.200', 'ipv4');
NEVER.addAddress('168.63.129.16', 'ipv4');
NEVER.addAddress('192.0.0.192', 'ipv4');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('::', 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');
NEVER.addAddress('fd20:ce::254', 'ipv6');

const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

// Names that only a private network gives out (RFC 6761, RFC 6762, RFC 8375; `.internal` is reserved by ICANN).
const PRIVATE_SUFFIX = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/;

// Names of metadata services, whatever they resolve to.
const NEVER_NAMES =
  /^(metadata|instance-data(\.ec2\.internal)?)$|(^|\.)metadata\.(goog|google\.internal|azure\.internal|tencentyun\.com)$/;

// IPv6 addresses that end up at the IPv4 address within: compatible ones, NAT64 (RFC 6052), and 6to4 (RFC 3056).
const CARRIERS = [
  { prefix: ['0', '0', '0', '0', '0', '0'], at: 6 },
  { prefix: ['64', 'ff9b', '0', '0', '0', '0'], at: 6 },
  { prefix: ['2002'], at: 1 },
];

/** Thrown where a connection is refused by this policy. */
class EgressError extends Error {
  readonly code = 'EGRESS_REFUSED';
}

/** Why redwolf must not connect to an address for the host that the configuration names; undefined if it may. */
export function refusal(host: string, address: string): string | undefined {
  if (NEVER_NAMES.test(host.toLowerCase().replace(/\.$/, ''))) return `${host} is the name of a metadata service`;
  if (isIn(NEVER, address)) return `${address} is a link-local or metadata address`;
  const isWritten = isIP(host) !== 0 || isPrivateName(host);
  if (isWritten || !isIn(PRIVATE, address)) return undefined;
  return `the public name ${host} resolves to the private address ${address}`;
}

/** The address, or one that it carries within. Mapped ones are the list's own affair. */
function isIn(list: BlockList, address: string): boolean {
  if (isIP(address) !== 6) return list.check(address, 'ipv4');
  const carried = carriedAddress(address);
  return list.check(address, 'ipv6') || (carried !== undefined && list.check(carried, 'ipv4'));
}

function carriedAddress(address: string): string | undefined {
  const groups = groupsOf(address);
  const carrier = CARRIERS.find(({ prefix }) => prefix.every((group, index) => groups[index] === group));
  // `::1` and `::` are addresses of their own.
  if (carrier === undefined || (carrier.prefix[1] === '0' && groups[6] === '0')) return undefined;
  const halves = groups.slice(carrier.at, carrier.at + 2).map((group) => Number.parseInt(group, 16));
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}

/** The eight groups of an IPv6 address, in small hex. The URL parser writes all of them alike. */
function groupsOf(address: string): string[] {
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array<string>(zeros).fill('0'), ...(after ?? [])];
}

/** True for names without a dot and for those of private networks. */
function isPrivateName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || PRIVATE_SUFFIX.test(name);
}

/**
 * A connector for one address that keeps to the policy.
 *
 * @param origin scheme, host and port, as configured
 * @param timeout for connecting, in milliseconds
 */
export function guardedConnector(origin: string, timeout: number): buildConnector.connector {
  const host = hostOf(origin);
  const connect = buildConnector({ timeout, lookup: guardedLookup(host) });
  return (options, callback) => {
    // Names are checked when they are resolved, on the address that is connected to.
    const reason = isIP(host) === 0 ? undefined : refusal(host, host);
    if (reason === undefined) connect(options, callback);
    else callback(refusedFor(reason), null);
  };
}

// A proxy resolves names by itself, often where we cannot: a resolver that is silent must not hold the call up.
const LOOKUP_MS = 1_000;
// Of the block for documentation (RFC 5737): allowed, so that only the name decides.
const UNKNOWN_ADDRESS = '192.0.2.1';

/**
 * Keeps to the policy where a proxy makes the connection: refuses addresses, and names that resolve to one that is not
 * allowed, because it is the proxy that chooses. A name that cannot be resolved here is the proxy's affair.
 *
 * @param origin scheme, host and port of the target, as configured
 */
export async function checkProxiedTarget(origin: string): Promise<void> {
  const host = hostOf(origin);
  const known = isIP(host) === 0 ? await Promise.race([addressesOf(host), setTimeout(LOOKUP_MS, [])]) : [host];
  const reason = [...known, UNKNOWN_ADDRESS]
    .map((address) => refusal(host, address))
    .find((text) => text !== undefined);
  if (reason !== undefined) throw refusedFor(reason);
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookupAll(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Options for a connection to a proxy, whose address the configuration wrote. Throws where it may not be called at all. */
export function guardedProxy(proxy: string, timeout: number): { timeout: number; lookup: LookupFunction } {
  const host = hostOf(proxy);
  const reason = isIP(host) === 0 ? undefined : refusal(host, host);
  if (reason !== undefined) throw refusedFor(reason);
  return { timeout, lookup: guardedLookup(host) };
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, '');
}

function refusedFor(reason: string): EgressError {
  return new EgressError(`The connection is refused: ${reason}.`);
}

function guardedLookup(host: string): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(({ address }) => refusal(host, address) === undefined);
      const [first] = allowed;
      if (first === undefined) return callback(refused(host, addresses), []);
      if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(host: string, addresses: readonly LookupAddress[]): EgressError {
  const reason = addresses.map(({ address }) => refusal(host, address)).find((text) => text !== undefined);
  return refusedFor(reason ?? `${host} has no address`);
}
