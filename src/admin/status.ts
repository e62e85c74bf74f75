import type { AdminContext, AdminParts } from './context.ts';
import type { StatusReply } from './contract/status.ts';

/** What runs: mode, platforms with their models, version, uptime. */
export function showStatus(context: AdminContext, parts: AdminParts): Response {
  return context.json({ ...parts.status(), readOnly: parts.readOnly() ?? null } satisfies StatusReply);
}
