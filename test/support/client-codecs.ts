import type { Codec, UpstreamCodec } from '../../src/protocols/codec.ts';
import { CODECS } from '../../src/protocols/index.ts';

/** Those that clients speak: the others read no requests and write no replies. */
export const CLIENT_CODECS: readonly Codec[] = Object.values<UpstreamCodec>(CODECS).filter(isSpokenByClients);

function isSpokenByClients(codec: UpstreamCodec): codec is Codec {
  return 'decodeRequest' in codec;
}
