import type { AdminContext, AdminParts } from './context.ts';
import type { StatusReply } from './contract/status.ts';

/** What runs: mode, platforms with their models, version, uptime; for administrators also how it is doing. */
export async function showStatus(context: AdminContext, parts: AdminParts): Promise<Response> {
  const isAdmin = context.var.user.role === 'admin';
  const { capture, ...status } = parts.status();
  // A database says where it is, and as whom it was asked.
  const failure = capture.failure === null || isAdmin ? capture.failure : 'An administrator is told why.';
  const reply: StatusReply = {
    ...status,
    capture: { ...capture, failure },
    readOnly: parts.readOnly() ?? null,
    details: isAdmin ? await parts.statusDetails() : null,
  };
  return context.json(reply);
}
