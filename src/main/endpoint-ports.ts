import type { EndpointPorts } from '../endpoints/endpoint.ts';
import type { Call } from '../gateway/call.ts';
import { RecordingCapture } from '../gateway/capture/capture.ts';
import { Gateway } from '../gateway/gateway.ts';
import { LoadedContexts } from '../gateway/loaded-contexts.ts';
import { MemoryTokenCalibration } from '../gateway/token-calibration.ts';
import { systemClock } from '../lib/clock.ts';
import { isLoopback } from '../lib/loopback.ts';
import { MemorySessions } from '../routing/smart/session-memory.ts';
import { withCallLog } from './call-log.ts';
import { startedCall, withFeed } from './live-feed.ts';
import { withMetrics } from './metrics.ts';
import { pastCallsOf } from './past-calls.ts';
import type { ServingParts } from './serving-parts.ts';

/** What serves the clients. */
export function endpointPorts(parts: ServingParts): EndpointPorts {
  const { host, openedLog, store, bodies, configuration, keys, limits, upstream, health, feed, metrics } = parts;
  const { log } = openedLog;
  const counted = metrics === undefined ? store.recorder : withMetrics(store.recorder, metrics);
  const told = withFeed(counted, feed);
  const recorder = withCallLog(told, openedLog);
  const logError = (message: string, error: unknown) => log.error({ err: error }, message);
  const onStart = (call: Call) => feed.started(startedCall(call));
  const contexts = new LoadedContexts(systemClock);
  const calibration = new MemoryTokenCalibration();
  const sessions = new MemorySessions();
  const routing = () => configuration.routing;
  const level = () => configuration.effective.config.records.capture;
  const capture = new RecordingCapture({ recorder: bodies, level, routing, logError });
  const shared = { clock: systemClock, upstream, routing, calibration, logError };
  return {
    ...shared,
    gateway: new Gateway({
      ...{ ...shared, sessions, pastCalls: pastCallsOf(store), health, recorder, capture, contexts, limits, onStart },
      get debug() {
        return openedLog.isDebug;
      },
    }),
    keys,
    get maxBodyBytes() {
      return configuration.effective.config.maxBodyBytes;
    },
    isLoopback: isLoopback(host),
  };
}
