import { MenuIcon, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { IconButton } from '../ui/button.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { Drawer } from './drawer.tsx';
import { GatewayNotices } from './gateway-notices.tsx';
import { Navigation } from './navigation.tsx';
import { Palette, usePaletteKey } from './palette.tsx';

/** Navigation at the side, where there is room for it, and the page. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  usePaletteKey(setPaletteOpen);
  return (
    <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-card focus:px-4 focus:py-2"
      >
        {t('skip')}
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-line p-4 lg:flex">
        <Brand />
        <PaletteButton onClick={() => setPaletteOpen(true)} />
        <Navigation />
        <Corner />
      </aside>
      <header className="sticky top-0 z-30 flex items-center justify-between gap-2 border-b border-line bg-page px-4 py-2 lg:hidden">
        <Brand />
        <div className="flex">
          <IconButton icon={Search} label={t('palette.open')} onClick={() => setPaletteOpen(true)} />
          <IconButton icon={MenuIcon} label={t('places')} onClick={() => setDrawerOpen(true)} />
        </div>
      </header>
      <main
        id="page"
        tabIndex={-1}
        className="mx-auto w-full max-w-[110rem] min-w-0 px-4 pt-5 pb-16 outline-none sm:px-6"
      >
        <GatewayNotices />
        {children}
      </main>
      {isDrawerOpen && (
        <Drawer onClose={() => setDrawerOpen(false)}>
          <Navigation onGo={() => setDrawerOpen(false)} />
          <Corner onGo={() => setDrawerOpen(false)} />
        </Drawer>
      )}
      {isPaletteOpen && <Palette onClose={() => setPaletteOpen(false)} />}
    </div>
  );
}

function PaletteButton({ onClick }: { readonly onClick: () => void }) {
  const { t } = useLanguage();
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-9 items-center gap-2 rounded-lg border border-line bg-card px-3 text-quiet hover:border-accent"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left">{t('palette.open')}</span>
      <kbd className="rounded border border-line px-1.5 font-sans text-xs">{t('palette.key')}</kbd>
    </button>
  );
}

function Corner({ onGo }: { readonly onGo?: () => void }) {
  return (
    <div className="mt-auto grid gap-3">
      <div className="flex justify-between">
        <ThemeChoice />
        <LanguageChoice />
      </div>
      <AccountMenu onGo={onGo} />
    </div>
  );
}
