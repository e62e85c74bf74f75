import type { ReceiverHost } from './receiver.ts';

/** Sends a whole JSON body and ends the attempt. */
export function sendReply(host: ReceiverHost, body: Buffer): void {
  host.commit('application/json', body.length);
  host.client.end(body);
  host.served();
}
