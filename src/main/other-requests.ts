import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminDeps } from '../admin/ports.ts';
import { sendJson } from '../endpoints/send-json.ts';
import { type Metrics, serveMetrics } from './metrics.ts';

/** `locked`: without its master key redwolf knows no client. */
export type Readiness = 'ready' | 'draining' | 'locked';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Everything that is no client endpoint: `/healthz` (the process lives), `/readyz` (it takes calls), `/metrics`, and the admin
 * plane, which is loaded when somebody first asks for it.
 */
export function otherRequests(admin: AdminDeps, metrics: Metrics | undefined, readiness: () => Readiness): Handler {
  let plane: Promise<Handler> | undefined;
  return (request, response) => {
    switch (request.url) {
      case '/healthz':
        return sendJson(response, 200, { status: 'ok' });
      case '/readyz':
        return sendJson(response, readiness() === 'ready' ? 200 : 503, { status: readiness() });
      case '/metrics':
        return serveMetrics(metrics, request, response);
    }
    plane ??= import('../admin/plane.ts').then(({ createAdminPlane }) => createAdminPlane(admin));
    plane.then(
      (handle) => handle(request, response),
      (error: unknown) => {
        plane = undefined;
        admin.report?.(error);
        sendJson(response, 500, { error: { code: 'INTERNAL', message: 'The admin plane cannot be loaded.' } });
      },
    );
  };
}
