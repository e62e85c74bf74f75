import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, PencilLine } from 'lucide-react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import type { CorrectionView } from '../../../../src/admin/contract/corrections.ts';
import { send } from '../../api/client.ts';
import { routingQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../../ui/menu.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { intentText } from './decision-text.ts';
import { callPath, correctionQuery } from './queries.ts';
import type { ReadDecision } from './reading/decision.ts';

/** What the gateway knows as intents. */
const INTENTS = ['chat', 'create', 'data', 'docs', 'explain', 'modify', 'ops', 'plan'] as const;

interface Label {
  readonly intent?: string;
  readonly scene?: string;
}

interface CorrectionProps {
  readonly call: CallView;
  readonly decision: ReadDecision;
}

/** "This should have been …": one click, which can be undone. */
export function Correction({ call, decision }: CorrectionProps) {
  const { t } = useLanguage();
  const { data: correction } = useQuery(correctionQuery(call.id));
  const scenes = useScenes(decision);
  const { correct, takeBack } = useCorrecting(call.id);
  const label = correction ? (correction.scene ?? intentText(correction.intent ?? '', t)) : undefined;
  return (
    <Menu
      trigger={
        <Button isSmall icon={label === undefined ? PencilLine : Check}>
          {label === undefined ? t('call.correct') : t('call.corrected', { label })}
        </Button>
      }
    >
      {correction && <MenuItem onSelect={() => takeBack()}>{t('call.correct.undo')}</MenuItem>}
      {scenes.length > 0 && <MenuLabel>{t('call.correct.scene')}</MenuLabel>}
      {scenes.map((scene) => (
        <MenuItem
          key={scene}
          isDisabled={scene === (correction ? correction.scene : decision.scene)}
          onSelect={() => correct({ scene }, scene)}
        >
          {scene}
        </MenuItem>
      ))}
      <MenuLabel>{t('call.correct.intent')}</MenuLabel>
      {INTENTS.map((intent) => (
        <MenuItem
          key={intent}
          isDisabled={intent === (correction ? correction.intent : decision.intent)}
          onSelect={() => correct({ intent }, intentText(intent, t))}
        >
          {intentText(intent, t)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** All scenes for administrators; others may not ask for them, and see those that came into question. */
function useScenes({ alternatives, scene }: ReadDecision): readonly string[] {
  const { role } = useAccount();
  const { data } = useQuery({ ...routingQuery, enabled: hasRole(role, 'admin') });
  if (data !== undefined) return data.scenes.filter(({ enabled }) => enabled).map(({ name }) => name);
  return [...new Set([...(scene === null ? [] : [scene]), ...alternatives.map(({ name }) => name)])];
}

/** Both show at once; where the gateway refuses, what was before comes back. */
function useCorrecting(id: string) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const { queryKey } = correctionQuery(id);
  const change = async (next: CorrectionView | null, ask: () => Promise<unknown>, done: () => void) => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueryData(queryKey);
    client.setQueryData(queryKey, next);
    await ask().then(done, (error: unknown) => {
      client.setQueryData(queryKey, before);
      notices.failed(error);
    });
    await client.invalidateQueries({ queryKey });
  };
  const takeBack = () =>
    change(
      null,
      () => send('DELETE', callPath(id, '/correction')),
      () => notices.done(t('call.correct.takenBack')),
    );
  const correct = ({ intent, scene }: Label, label: string) => {
    const decided = { intent: null, scene: null, confidence: null, source: null, probabilities: null };
    const what = { intent: intent ?? null, scene: scene ?? null };
    const next: CorrectionView = { call: id, at: Date.now(), who: null, whoName: '', key: null, ...what, decided };
    return change(
      next,
      () => send('POST', callPath(id, '/correction'), { intent, scene }),
      () => notices.done(t('call.correct.done', { label }), takeBack),
    );
  };
  return { correct, takeBack };
}
