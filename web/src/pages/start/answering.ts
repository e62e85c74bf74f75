import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';

/** Platforms that can answer now. The demo is no model, and so it does not count. */
export function answering(platforms: readonly PlatformView[]): readonly PlatformView[] {
  return platforms.filter(({ state, type, models }) => state === 'ready' && type !== 'demo' && models.length > 0);
}

/** Those among them that Claude Code's own requests can go to unchanged. */
export function speakingAnthropic(platforms: readonly PlatformView[]): readonly PlatformView[] {
  return answering(platforms).filter(({ protocols }) =>
    protocols.some(({ protocol }) => protocol === 'anthropic-messages'),
  );
}
