/**
 * Where a request comes from when proxies stand before redwolf. What their headers say is believed only of proxies that
 * the configuration names, because everybody can write such headers.
 */

import type { IncomingMessage } from 'node:http';
import { header, type IncomingHeaders } from './headers.ts';
import { Networks } from './networks.ts';

export interface RequestOrigin {
  /** Address of the client, or of the last proxy that is not known. */
  readonly address: string;
  /** The client spoke TLS, with redwolf itself or with the proxy. */
  readonly isSecure: boolean;
  /** The name by which the client called; as in `Host`. */
  readonly host: string | undefined;
}

/** What is read of a request. */
export interface ReceivedRequest {
  readonly headers: IncomingHeaders;
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'> & { readonly encrypted?: boolean };
}

/** What one proxy says of whoever connected to it. */
interface Hop {
  readonly address: string;
  readonly proto: string | undefined;
  readonly host: string | undefined;
}

/** The proxies that are believed. */
export class TrustedProxies {
  readonly #networks: Networks;

  /** @param networks each of which `isNetwork`; none: no such header is read */
  constructor(networks: readonly string[]) {
    this.#networks = new Networks(networks);
  }

  /**
   * The client's address is the right-most one that is no known proxy's: what stands left of it was written by the client.
   */
  originOf({ headers, socket }: ReceivedRequest): RequestOrigin {
    const peer = socket.remoteAddress ?? '';
    const direct = { address: peer, isSecure: socket.encrypted === true, host: header(headers, 'host') };
    if (!this.#networks.has(peer)) return direct;
    const hop = this.#client(hopsOf(headers));
    if (hop === undefined) return direct;
    return {
      address: hop.address,
      isSecure: hop.proto === undefined ? direct.isSecure : hop.proto.toLowerCase() === 'https',
      host: hop.host ?? direct.host,
    };
  }

  #client(hops: readonly Hop[]): Hop | undefined {
    return hops.findLast(({ address }) => !this.#networks.has(address)) ?? hops[0];
  }
}

/** Left to right. None where both forms stand there and differ: a proxy wrote one of them, and the client the other. */
function hopsOf(headers: IncomingHeaders): readonly Hop[] {
  const usual = usualHops(headers);
  const standard = standardHops(text(headers, 'forwarded'));
  if (usual.length === 0) return standard;
  const isDoubtful = standard.length > 0 && standard.map(addressOf).join() !== usual.map(addressOf).join();
  return isDoubtful ? [] : usual;
}

/** `X-Forwarded-For`, `-Proto` and `-Host`; of the latter two the last value is that of the nearest proxy. */
function usualHops(headers: IncomingHeaders): readonly Hop[] {
  const proto = listOf(text(headers, 'x-forwarded-proto')).at(-1);
  const host = listOf(text(headers, 'x-forwarded-host')).at(-1);
  return listOf(text(headers, 'x-forwarded-for')).map((node) => ({ address: nodeAddress(node), proto, host }));
}

/** RFC 7239: `for=192.0.2.60;proto=https;host=x, for="[2001:db8::1]:80"`. */
function standardHops(value: string): readonly Hop[] {
  return listOf(value).map((element) => {
    const pairs = element.split(';').map((pair) => pair.split('=', 2).map((part) => part.trim().replace(/^"|"$/g, '')));
    const get = (name: string) => pairs.find(([key]) => key?.toLowerCase() === name)?.[1];
    return { address: nodeAddress(get('for') ?? ''), proto: get('proto'), host: get('host') };
  });
}

function text(headers: IncomingHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function addressOf({ address }: Hop): string {
  return address;
}

/** Without the brackets and the port that some proxies write. */
function nodeAddress(node: string): string {
  return /^\[([^\]]*)\]/.exec(node)?.[1] ?? /^([\d.]+):\d+$/.exec(node)?.[1] ?? node;
}
