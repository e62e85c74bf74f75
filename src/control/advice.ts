/** What to do when a platform does not answer as it should. */

import { systemCode } from '../lib/errors.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Fault, FaultKind } from '../turn/fault.ts';

const ADVICE: Readonly<Partial<Record<FaultKind, string>>> = {
  authentication: 'The key is missing, wrong or expired. Give the platform another one.',
  billing: 'The account has no credit left. Top it up at the platform.',
  permission: "The key may not do this. Look at its rights, and at the model's terms, at the platform.",
  not_found:
    'The address or the model does not exist there. Look at base_url: some need /v1 at the end, some must not.',
  rate_limit: 'The platform limits this key. Wait, or add another key.',
  overloaded: 'The platform is overloaded. Try again later.',
  server_error: 'The platform failed by itself. Try again later; if it goes on, look at its status page.',
  invalid_request: 'The platform refuses the request. Look at its words; the model may need other settings.',
};

const DEFAULT = 'Look at the words of the platform, and at base_url.';

/** For an answer that is an error. */
export function adviceForFault(fault: Fault, status: number): string {
  // A key is refused by some with 403, and by others with 400.
  if (status === 401) return ADVICE.authentication ?? DEFAULT;
  if (status >= 300 && status < 400)
    return 'It redirects, and redwolf follows none. Give the address that it leads to.';
  return ADVICE[fault.kind] ?? DEFAULT;
}

/** For a connection that failed. */
export function adviceForConnection(error: unknown, { name, isLocal }: Pick<Platform, 'name' | 'isLocal'>): string {
  const code = systemCode(error) ?? '';
  switch (code) {
    case 'ECONNREFUSED':
      return isLocal
        ? `Nothing listens there. Start ${name}, or give its right address as base_url.`
        : 'Nothing listens at this address and port. Look at base_url.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'This name cannot be resolved. Look at base_url for a typing error, and at the network.';
    case 'EGRESS_REFUSED':
      return 'redwolf does not connect to such addresses. A private server is named by its own address or a private name.';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'The connection broke off. http:// and https:// may be mixed up in base_url.';
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code)) {
    return 'The certificate is not trusted, or https:// is spoken to a server that knows only http://.';
  }
  return 'It did not answer in time. Look at the network and at base_url, or at the proxy.';
}
