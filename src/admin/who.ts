import type { AdminContext } from './context.ts';
import type { Actor } from './ports.ts';

/** Who asks, for the audit log. */
export function whoIs(context: AdminContext): Actor {
  const { user, origin } = context.var;
  return { id: user.id, name: user.name, address: origin.address };
}
