import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';
import type { RoutingPatch, RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { send } from '../../api/client.ts';
import { readConfigurationAnew } from '../../api/read-anew.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { speakingAnthropic } from './answering.ts';
import { ModeCards } from './mode-cards.tsx';
import { ModelPick, modelNames } from './model-pick.tsx';

interface ModeStepProps {
  readonly routing: RoutingReply;
  readonly platforms: readonly PlatformView[];
  readonly onNext: () => void;
}

/** How a model is found for a request: one of three ways. */
export function ModeStep({ routing, platforms, onNext }: ModeStepProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const names = modelNames(platforms);
  const [mode, setMode] = useState(routing.mode);
  const [picked, setPicked] = useState(() => {
    const known = routing.modelPriorityList.filter((name) => names.includes(name));
    return known.length > 0 ? known : names.slice(0, 1);
  });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isFixed = routing.readOnly.includes('mode');
  const needsModels = mode === 'global_direct' && !routing.readOnly.includes('modelPriorityList');
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    const patch: RoutingPatch = { mode, ...(needsModels && { modelPriorityList: picked }), version: routing.version };
    try {
      await send('PATCH', '/api/routing', patch);
      onNext();
    } catch (error) {
      setProblem(formatFailure(error, t));
    } finally {
      setBusy(false);
      readConfigurationAnew(client);
    }
  };
  return (
    <>
      <p className="text-quiet">{t('start.mode.about')}</p>
      <ModeCards mode={mode} isFixed={isFixed} onChoose={setMode} />
      {isFixed && <Notice tone="info">{t('start.mode.fixed')}</Notice>}
      {needsModels && <ModelPick names={names} picked={picked} onChange={setPicked} />}
      <Explanation mode={mode} platforms={platforms} />
      {problem !== undefined && <Notice tone="bad">{problem}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button
          look="main"
          disabled={isBusy || (needsModels && picked.length === 0)}
          onClick={isFixed && !needsModels ? onNext : save}
        >
          {t('start.next')}
        </Button>
        <Link to="/routing" className="self-center px-2 text-accent underline underline-offset-2">
          {t('start.mode.all')}
        </Link>
      </div>
    </>
  );
}

/** What follows from the mode: where Claude Code's requests go, or that nothing more is needed. */
function Explanation({ mode, platforms }: Pick<ModeStepProps, 'platforms'> & Pick<RoutingReply, 'mode'>) {
  const { t } = useLanguage();
  const speaking = speakingAnthropic(platforms).map(({ id }) => id);
  if (mode === 'smart_routing') return <p>{t('start.mode.smart')}</p>;
  if (mode !== 'claude_code') return null;
  if (speaking.length === 0) return <Notice tone="warn">{t('start.mode.noAnthropic')}</Notice>;
  return <p>{t('start.mode.anthropic', { platforms: speaking.join(', ') })}</p>;
}
