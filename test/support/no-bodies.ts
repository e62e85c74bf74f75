import type { BodyReader } from '../../src/records/ports.ts';

/** Nothing is kept of any call. */
export const NO_BODIES: BodyReader = {
  stages: async () => [],
  body: async () => undefined,
  forget: async () => false,
  status: { isRunning: true, waitingBytes: 0, dropped: 0, lost: 0, failure: null },
};

/** What the status says then. */
export const NO_CAPTURE_STATUS = { level: 'off', ...NO_BODIES.status };
