import type { StatusReply } from '../../../../src/admin/contract/status.ts';
import { platformHealth } from './platform-health.ts';
import { statusSections, type Words } from './sections.ts';

/** The whole state as a text, for a report of a fault. The gateway gives no secrets, so that none are in it. */
export function statusText(status: StatusReply, words: Words): string {
  const { t } = words;
  const sections = statusSections(status, words).map(
    ({ title, facts }) => `${title}\n${facts.map(({ label, value }) => `  ${label}: ${value}`).join('\n')}`,
  );
  const platforms = status.platforms.map((platform) => {
    const { text } = platformHealth(platform, status, words);
    return `  ${platform.id} (${platform.type}): ${[text, ...coolingLines(status, platform.id)].join('; ')}`;
  });
  const problems = (status.details?.problems ?? []).map(
    ({ at, level, text }) => `  ${new Date(at).toISOString()} ${level}: ${text}`,
  );
  const parts = [
    ...sections,
    [t('status.platforms'), ...platforms].join('\n'),
    ...(problems.length === 0 ? [] : [[t('status.problems'), ...problems].join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function coolingLines({ details }: StatusReply, id: string): string[] {
  const own = (details?.cooling ?? []).filter(({ platform }) => platform === id);
  return own.map(
    ({ model, credential, kind, until }) => `${model ?? `#${credential + 1}`} ${kind} ${new Date(until).toISOString()}`,
  );
}
