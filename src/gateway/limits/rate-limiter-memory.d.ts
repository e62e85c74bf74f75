/** The library's main file loads the drivers of a dozen databases, some 10 MB; this is the part of it that is used. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  import { RateLimiterMemory } from 'rate-limiter-flexible';
  export = RateLimiterMemory;
}
