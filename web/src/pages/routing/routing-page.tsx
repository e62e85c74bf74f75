import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { routingQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Answers } from './answers.tsx';
import { ClaudeCode } from './claude-code.tsx';
import { Corrections } from './corrections/corrections.tsx';
import { Modes } from './modes.tsx';
import { PriorityList } from './priority-list.tsx';
import { PARTS, type RoutingPart } from './search.ts';
import { SmartPart } from './smart/smart-part.tsx';
import { TryIt } from './try-it/try-it.tsx';

/** Which model answers which request. */
export function RoutingPage() {
  const { t } = useLanguage();
  const routing = useQuery(routingQuery);
  return (
    <Page title={t('places.routing')} about={t('routing.about')}>
      <Loaded query={routing} rows={8}>
        {(data) => (
          <>
            <Modes routing={data} />
            <Answers routing={data} />
            <Parts routing={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Mode = RoutingReply['mode'];

const PART_OF: Readonly<Record<Mode, RoutingPart>> = {
  claude_code: 'claude',
  global_direct: 'priority',
  smart_routing: 'smart',
};

/** In which modes a part tells something. */
const MODES_OF: Readonly<Record<RoutingPart, readonly Mode[]>> = {
  priority: ['global_direct', 'smart_routing'],
  claude: ['claude_code'],
  smart: ['smart_routing'],
  try: ['smart_routing'],
  corrections: ['smart_routing'],
};

function Parts({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { part = PART_OF[routing.mode] } = useSearch({ from: '/routing' });
  const contents: Readonly<Record<RoutingPart, () => React.ReactNode>> = {
    priority: () => <PriorityList routing={routing} />,
    claude: () => <ClaudeCode routing={routing} />,
    smart: () => <SmartPart routing={routing} />,
    try: () => <TryIt routing={routing} />,
    corrections: () => <Corrections />,
  };
  const tabs = PARTS.map((value) => ({
    value,
    title: t(`routing.part.${value}`),
    content: () => (
      <>
        {!MODES_OF[value].includes(routing.mode) && (
          <p className="mb-4 text-sm text-quiet">
            {t(`routing.part.${value}.idle`, { mode: t(`mode.${routing.mode}`) })}
          </p>
        )}
        {contents[value]()}
      </>
    ),
  }));
  return (
    <Tabs
      label={t('routing.parts')}
      value={part}
      onChange={(next) => void navigate({ to: '/routing', search: { part: next }, replace: true, resetScroll: false })}
      tabs={tabs}
    />
  );
}
