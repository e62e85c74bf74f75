import type { CaptureLevel } from '../../config/key-policy.ts';
import type { BodyRecorder } from '../../records/ports.ts';
import type { Routing } from '../../routing/routing.ts';
import type { Call, Identity } from '../call.ts';
import { clientSecrets, upstreamSecrets } from '../known-secrets.ts';
import { CallCapture } from './call-capture.ts';

/** What the gateway asks of whoever keeps bodies. */
export interface Capture {
  /** Undefined where nothing of the call is to be kept. */
  begin(identity: Identity): CallCapture | undefined;
  /** Hands over what was kept of a finished call. Never throws. */
  end(call: Call): void;
}

/** Nothing is kept. */
export const NO_CAPTURE: Capture = { begin: () => undefined, end: () => undefined };

export interface CapturePorts {
  readonly recorder: BodyRecorder;
  /** What holds for keys that say nothing of it. Asked for each call. */
  readonly level: () => CaptureLevel;
  readonly routing: () => Routing;
  readonly logError: (message: string, error: unknown) => void;
}

/** Keeps calls as their key or the configuration says. */
export class RecordingCapture implements Capture {
  readonly #ports: CapturePorts;
  /** Of one routing, as all calls of a time have the same. */
  readonly #secrets = new WeakMap<Routing, readonly string[]>();

  constructor(ports: CapturePorts) {
    this.#ports = ports;
  }

  begin({ key }: Identity): CallCapture | undefined {
    const level = key?.policy.capture ?? this.#ports.level();
    return level === 'off' ? undefined : new CallCapture(level, this.#ports.recorder);
  }

  end(call: Call): void {
    try {
      const { id, startedAt, request, identity } = call;
      const secrets = [...clientSecrets(request.headers), ...this.#upstreamSecrets()];
      call.capture?.finish(request, { id, keyId: identity.keyId, startedAt, secrets });
    } catch (error) {
      this.#ports.logError('the bodies of a call were not kept', error);
    }
  }

  #upstreamSecrets(): readonly string[] {
    const routing = this.#ports.routing();
    const known = this.#secrets.get(routing);
    if (known !== undefined) return known;
    const secrets = [...new Set(routing.catalog.upstreams.flatMap(upstreamSecrets))];
    this.#secrets.set(routing, secrets);
    return secrets;
  }
}
