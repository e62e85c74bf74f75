import { Fault } from '../turn/fault.ts';
import { requestSize } from '../turn/request-size.ts';
import type { Call } from './call.ts';
import type { TokenCalibration } from './token-calibration.ts';

/** A relayed request is decoded for this alone: a large one would hold up others. */
const MOST_RELAYED_BYTES = 128 * 1024;

/** Learns of the model's tokenizer from a call that was served. The client has its reply by then. */
export function learnTokens(call: Call, calibration: TokenCalibration): void {
  const target = call.attempts.at(-1)?.target;
  const metered = call.usage?.settle();
  if (target === undefined || metered?.source !== 'reported') return;
  const isRelay = target.channel.protocol === call.codec.id;
  if (isRelay && call.request.body.length > MOST_RELAYED_BYTES) return;
  if (!calibration.wants(target.upstream.id, target.model)) return;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = metered.usage;
  const reported = input + cacheRead + cacheWrite5m + cacheWrite1h;
  try {
    calibration.learn(target.upstream.id, target.model, requestSize(call.turn()), reported);
  } catch (error) {
    // A relayed request may hold what only its own platform understands.
    if (!(error instanceof Fault)) throw error;
  }
}
