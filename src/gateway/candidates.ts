import type { Plan } from '../routing/plan.ts';
import { Fault } from '../turn/fault.ts';
import type { Identity } from './call.ts';
import type { Candidate } from './health.ts';
import { poolOrder } from './pool-order.ts';

/**
 * The plan's targets with each key that they may be asked with, in order. A passthrough platform gets the client's own
 * credential and needs one; a caller without a redwolf key gets passthrough platforms and nothing else, so that no
 * stored key is ever spent on it.
 *
 * @param draw which key of a weighted pool comes first is drawn by this text: the call's id
 * @throws Fault authentication if there are targets, but none for this caller
 */
export function candidatesFor(plan: Plan, identity: Identity, draw = ''): Candidate[] {
  const candidates = plan.targets.flatMap((target): Candidate[] => {
    const { apiKeys, isPassthrough } = target.upstream;
    if (isPassthrough) return identity.credential === undefined ? [] : [{ target, credential: 0, key: undefined }];
    if (identity.isAnonymous) return [];
    if (apiKeys.length === 0) return [{ target, credential: 0, key: undefined }];
    return poolOrder(apiKeys, draw).map((credential) => ({ target, credential, key: apiKeys[credential]?.key }));
  });
  if (candidates.length === 0 && plan.targets.length > 0) throw noCredential(identity);
  return candidates;
}

function noCredential(identity: Identity): Fault {
  const message = identity.isAnonymous
    ? 'This model needs a redwolf key. Send it in x-redwolf-key.'
    : 'This platform takes your own credential: send that as usual, and the redwolf key in x-redwolf-key.';
  return new Fault('authentication', 401, message, { shouldRetry: false });
}
