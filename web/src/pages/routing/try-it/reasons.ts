import type { PreviewReply } from '../../../../../src/admin/contract/preview.ts';
import type { Translate } from '../../../i18n/translate.ts';
import { formatShare } from '../../../lib/format.ts';
import { intentName } from './intent-shares.ts';

/** Why it was decided so, in the page's language; a reason that the page does not know as the gateway says it. */
export function reasonText(
  { code, text, numbers = {} }: PreviewReply['reasons'][number],
  reply: PreviewReply,
  t: Translate,
) {
  const share = formatShare(numbers['probability'] ?? reply.confidence);
  switch (code) {
    case 'classifier':
      return t('routing.reason.classifier', { intent: intentName(reply.intent, t), share });
    case 'risk':
      return t('routing.reason.risk', { risk: numbers['risk'] ?? '' });
    case 'scene-pin':
      return t('routing.reason.scene-pin', { scene: reply.scene ?? '' });
    case 'pin':
      return t('routing.reason.pin');
    case 'plan-mode':
      return t('routing.reason.plan-mode');
    case 'side-call':
      return t('routing.reason.side-call');
    case 'compaction':
      return t('routing.reason.compaction');
    case 'tool-loop':
      return t('routing.reason.tool-loop');
    case 'unknown-loop':
      return t('routing.reason.unknown-loop');
    default:
      return text;
  }
}
