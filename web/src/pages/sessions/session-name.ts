/** As much of a session's id as tells it from others on a page. */
export function shortSession(session: string): string {
  return session.length <= 14 ? session : `${session.slice(0, 8)}…${session.slice(-4)}`;
}
