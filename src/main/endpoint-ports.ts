import type { EndpointPorts } from '../endpoints/endpoint.ts';
import { RecordingCapture } from '../gateway/capture/capture.ts';
import { Gateway } from '../gateway/gateway.ts';
import { LoadedContexts } from '../gateway/loaded-contexts.ts';
import { MemoryTokenCalibration } from '../gateway/token-calibration.ts';
import { systemClock } from '../lib/clock.ts';
import { isLoopback } from '../lib/loopback.ts';
import { withCallLog } from './call-log.ts';
import { withMetrics } from './metrics.ts';
import type { ServingParts } from './serving-parts.ts';

/** What serves the clients. */
export function endpointPorts(parts: ServingParts): EndpointPorts {
  const { host, isDebug, store, bodies, configuration, keys, limits, upstream, health, log, metrics } = parts;
  const counted = metrics === undefined ? store.recorder : withMetrics(store.recorder, metrics);
  const recorder = isDebug ? withCallLog(counted, log) : counted;
  const logError = (message: string, error: unknown) => log.error({ err: error }, message);
  const contexts = new LoadedContexts(systemClock);
  const calibration = new MemoryTokenCalibration();
  const routing = () => configuration.routing;
  const level = () => configuration.effective.config.records.capture;
  const capture = new RecordingCapture({ recorder: bodies, level, routing, logError });
  const shared = { clock: systemClock, upstream, routing, calibration, logError };
  return {
    ...shared,
    gateway: new Gateway({ ...shared, health, recorder, capture, contexts, limits, debug: isDebug }),
    keys,
    get maxBodyBytes() {
      return configuration.effective.config.maxBodyBytes;
    },
    isLoopback: isLoopback(host),
  };
}
