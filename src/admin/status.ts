import type { AdminContext, AdminParts } from './context.ts';
import type { StatusReply } from './contract/status.ts';

/** What runs: mode, platforms with their models, version, uptime; for administrators also how it is doing. */
export async function showStatus(context: AdminContext, parts: AdminParts): Promise<Response> {
  const details = context.var.user.role === 'admin' ? await parts.statusDetails() : null;
  const reply: StatusReply = { ...parts.status(), readOnly: parts.readOnly() ?? null, details };
  return context.json(reply);
}
