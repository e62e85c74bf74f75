import { BlockList, isIP } from 'node:net';

const PREFIX = /^\d{1,3}$/;

/** Addresses and networks, such as `127.0.0.1`, `10.0.0.0/8` and `fd00::/8`. */
export class Networks {
  readonly #list = new BlockList();

  /** @param networks each of which `isNetwork` */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      if (prefix === undefined) this.#list.addAddress(address, familyOf(address));
      else this.#list.addSubnet(address, Number(prefix), familyOf(address));
    }
  }

  /** Also an IPv4 address that is written as an IPv6 one. False for what is no address. */
  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, familyOf(address));
  }
}

/** An address, or a network that is smaller than the whole world. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more !== undefined) return false;
  if (prefix === undefined) return true;
  return PREFIX.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
