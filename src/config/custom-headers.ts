/** Which headers a user may add to the requests to a platform. */

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

const OF_THE_KEY = new Set(['authorization', 'x-api-key', 'api-key']);

// What frames the message or names its target (RFC 9110 §7), and what says in which form it is written.
const OF_THE_MESSAGE =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-(length|type|encoding)|accept|accept-encoding)$/;

/** Why a header of this name cannot be added; undefined if it can. */
export function refusedHeader(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (!TOKEN.test(name)) return 'this is no name of a header: letters, digits and - only';
  if (OF_THE_KEY.has(lower)) return 'the key is not sent by headers; use api_key';
  if (OF_THE_MESSAGE.test(lower)) return 'redwolf sets this header itself';
  return undefined;
}
