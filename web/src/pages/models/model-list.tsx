import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { useModelChanges } from './changes.ts';
import { ModelTable } from './model-table.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import type { ModelRow } from './rows.ts';

// A platform may list hundreds: only some are in the page at a time.
const PAGE = 50;

/** The models that were asked for, page by page, and what is done with some of them at once. */
export function ModelList({ rows }: { readonly rows: readonly ModelRow[] }) {
  const { count } = useLanguage();
  const enable = useEnable();
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [edited, setEdited] = useState<string>();
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
  const at = Math.min(page, last);
  const choose = (names: readonly string[], isChosen: boolean) => {
    const others = [...chosen].filter((name) => !names.includes(name));
    setChosen(new Set(isChosen ? [...others, ...names] : others));
  };
  const picked = rows.filter(({ name }) => chosen.has(name));
  const opened = rows.find(({ name }) => name === edited);
  return (
    <Card>
      <div className="mb-3 flex min-h-9 flex-wrap items-center justify-between gap-2">
        {picked.length === 0 ? (
          <p className="text-quiet">{count('models.count', rows.length)}</p>
        ) : (
          <Bulk rows={rows} picked={picked} onChoose={choose} onEnable={enable} />
        )}
        {last > 0 && <Pages at={at} last={last} onGo={setPage} />}
      </div>
      <ModelTable
        rows={rows.slice(at * PAGE, (at + 1) * PAGE)}
        chosen={chosen}
        onChoose={choose}
        onEnable={(row, enabled) => enable([row], enabled)}
        onEdit={(row) => setEdited(row.name)}
      />
      {opened !== undefined && <OverrideDialog row={opened} onClose={() => setEdited(undefined)} />}
    </Card>
  );
}

type Enable = (rows: readonly ModelRow[], enabled: boolean) => void;

/** Enables or disables; of several at once it can be taken back. */
function useEnable(): Enable {
  const { count } = useLanguage();
  const notices = useNotices();
  const changes = useModelChanges();
  return (rows, enabled) => {
    const models = rows.map(({ model }) => model).filter((model) => model.enabled !== enabled);
    if (models.length === 0) return;
    const words = count(enabled ? 'models.enabledNow' : 'models.disabledNow', models.length);
    const undo = () => changes.enable(models, !enabled).catch(notices.failed);
    changes.enable(models, enabled).then(() => rows.length > 1 && notices.done(words, undo), notices.failed);
  };
}

interface BulkProps {
  readonly rows: readonly ModelRow[];
  readonly picked: readonly ModelRow[];
  readonly onChoose: (names: readonly string[], isChosen: boolean) => void;
  readonly onEnable: Enable;
}

function Bulk({ rows, picked, onChoose, onEnable }: BulkProps) {
  const { t, count } = useLanguage();
  const free = rows.filter(({ isFixed }) => !isFixed).map(({ name }) => name);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="font-semibold">{count('models.chosen', picked.length)}</p>
      <Button isSmall onClick={() => onEnable(picked, true)}>
        {t('models.enableThem')}
      </Button>
      <Button isSmall onClick={() => onEnable(picked, false)}>
        {t('models.disableThem')}
      </Button>
      {picked.length < free.length && (
        <Button isSmall look="plain" onClick={() => onChoose(free, true)}>
          {t('models.chooseFitting', { count: free.length })}
        </Button>
      )}
      <Button
        isSmall
        look="plain"
        onClick={() =>
          onChoose(
            picked.map(({ name }) => name),
            false,
          )
        }
      >
        {t('models.chooseNone')}
      </Button>
    </div>
  );
}

interface PagesProps {
  readonly at: number;
  readonly last: number;
  readonly onGo: (page: number) => void;
}

function Pages({ at, last, onGo }: PagesProps) {
  const { t } = useLanguage();
  return (
    <nav aria-label={t('models.pages')} className="flex items-center gap-1">
      <IconButton
        icon={ChevronLeft}
        label={t('models.pages.before')}
        disabled={at === 0}
        onClick={() => onGo(at - 1)}
      />
      <span className="text-sm text-quiet tabular-nums">{t('models.pages.at', { page: at + 1, pages: last + 1 })}</span>
      <IconButton
        icon={ChevronRight}
        label={t('models.pages.next')}
        disabled={at === last}
        onClick={() => onGo(at + 1)}
      />
    </nav>
  );
}
