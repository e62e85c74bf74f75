import { Pencil } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDay } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Abilities, Price, Tokens } from './model-facts.tsx';
import { abilities, type ModelRow } from './rows.ts';
import { CAPABILITIES } from './search.ts';

interface ModelTableProps {
  readonly rows: readonly ModelRow[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (names: readonly string[], isChosen: boolean) => void;
  readonly onEnable: (row: ModelRow, enabled: boolean) => void;
  readonly onEdit: (row: ModelRow) => void;
}

/** One page of models. */
export function ModelTable({ rows, chosen, onChoose, onEnable, onEdit }: ModelTableProps) {
  const { t } = useLanguage();
  const free = rows.filter(({ isFixed }) => !isFixed).map(({ name }) => name);
  const columns: readonly Column<ModelRow>[] = [
    {
      id: 'choose',
      title: (
        <Tick
          label={t('models.chooseAll')}
          isOn={free.length > 0 && free.every((name) => chosen.has(name))}
          isDisabled={free.length === 0}
          onChange={(isOn) => onChoose(free, isOn)}
        />
      ),
      cell: ({ name, isFixed }) => (
        <Tick
          label={t('models.choose', { name })}
          isOn={chosen.has(name)}
          isDisabled={isFixed}
          onChange={(isOn) => onChoose([name], isOn)}
        />
      ),
    },
    { id: 'model', title: t('models.model'), cell: (row) => <Name row={row} /> },
    ...factColumns(t('models.context'), t('models.output'), t('models.abilities'), t('models.price')),
    {
      id: 'enabled',
      title: <span className="sr-only">{t('models.enabled')}</span>,
      cell: (row) => (
        <div className="-my-2 flex items-center justify-end gap-1">
          <Switch
            label={t('models.enable', { name: row.name })}
            isLabelHidden
            isOn={row.model.enabled}
            isDisabled={row.isFixed}
            onChange={(enabled) => onEnable(row, enabled)}
          />
          <IconButton icon={Pencil} label={t('models.edit', { name: row.name })} onClick={() => onEdit(row)} />
        </div>
      ),
    },
  ];
  return <Table label={t('places.models')} columns={columns} rows={rows} rowKey={({ name }) => name} />;
}

function factColumns(context: string, output: string, can: string, price: string): readonly Column<ModelRow>[] {
  return [
    {
      id: 'context',
      title: context,
      isNumber: true,
      isMinor: true,
      cell: ({ model }) => <Tokens tokens={model.effective.contextWindow} />,
    },
    {
      id: 'output',
      title: output,
      isNumber: true,
      isMinor: true,
      cell: ({ model }) => <Tokens tokens={model.effective.maxOutputTokens} />,
    },
    { id: 'can', title: can, isMinor: true, cell: ({ model }) => <Abilities model={model} /> },
    { id: 'price', title: price, isMinor: true, cell: ({ price: shown }) => <Price price={shown} /> },
  ];
}

function Name({ row: { model, price, isFixed } }: { readonly row: ModelRow }) {
  const { t, language } = useLanguage();
  const { platform, id, effective, enabled, vanishedAt, overrides } = model;
  return (
    <div className="grid min-w-0 gap-0.5">
      <p className={enabled ? 'font-semibold [overflow-wrap:anywhere]' : 'text-quiet [overflow-wrap:anywhere]'}>{id}</p>
      <p className="text-sm text-quiet">
        {platform}
        {effective.displayName !== undefined && effective.displayName !== id && ` · ${effective.displayName}`}
      </p>
      <div className="flex flex-wrap gap-1.5 empty:hidden">
        {vanishedAt !== null && (
          <Badge tone="warn" title={t('models.vanished.about')}>
            {t('models.vanished', { day: formatDay(vanishedAt, language) })}
          </Badge>
        )}
        {Object.keys(overrides).length > 0 && <Badge tone="info">{t('models.changed')}</Badge>}
        {isFixed && <Badge title={t('models.fixed.about')}>{t('models.fixed')}</Badge>}
      </div>
      <div className="grid gap-1 md:hidden">
        <Price price={price} />
        {abilities(model, CAPABILITIES).length > 0 && <Abilities model={model} />}
      </div>
    </div>
  );
}

interface TickProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Tick({ label, isOn, isDisabled, onChange }: TickProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4.5 align-middle accent-(--accent)"
    />
  );
}
