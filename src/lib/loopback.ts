const LOOPBACK = /^(?:localhost|::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/** True for an address that only this machine can connect to, or from. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}
