import { preview } from '../gateway/preview.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { Endpoint } from './endpoint.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

/** What smart routing would decide, for who has a client key; who is logged in asks the admin plane, by the same path. */
export const routingPreview: Endpoint = {
  id: 'routing-preview',
  methods: ['POST'],
  path: '/api/routing/preview',
  isShared: true,
  async handle({ request, response }, ports) {
    const { headers } = request;
    const { key } = await authenticateRequest(headers, ports);
    const body = await readBody(request, ports.maxBodyBytes);
    const asked = { body, headers, ...(key !== undefined && { key }), now: ports.clock.now() };
    sendJson(response, 200, preview(ports.routing(), asked));
  },
};
