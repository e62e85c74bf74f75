import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import type { AccountReply } from '../../../src/admin/contract/accounts.ts';
import { sessionQuery } from '../api/queries.ts';
import { SESSION_KEY } from '../api/query-client.ts';
import { ChangePassword } from '../pages/account/change-password.tsx';
import { Login } from '../pages/account/login.tsx';
import { Loaded } from '../ui/states.tsx';
import { AccountContext } from './account.ts';
import { Allowed } from './allowed.tsx';
import { Brand } from './brand.tsx';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { Layout } from './layout.tsx';

/** The login, or what it guards. */
export function Root() {
  const session = useQuery(sessionQuery);
  const account = session.data;
  if (account == null || account.mustChangePassword) {
    return (
      <Outside>
        <Loaded query={session}>{(known) => <Entrance account={known} />}</Loaded>
      </Outside>
    );
  }
  return (
    <AccountContext value={account}>
      <Layout>
        <Allowed>
          <Outlet />
        </Allowed>
      </Layout>
    </AccountContext>
  );
}

function Outside({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className="mx-auto max-w-5xl px-4 pb-16">
      <header className="flex flex-wrap items-center justify-between gap-3 py-4">
        <Brand />
        <div className="flex gap-2">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </header>
      <main className="pt-[6vh]">{children}</main>
    </div>
  );
}

function Entrance({ account }: { readonly account: AccountReply | null }) {
  const client = useQueryClient();
  const check = () => client.invalidateQueries({ queryKey: SESSION_KEY });
  if (account === null) return <Login onSignedIn={check} />;
  return <ChangePassword name={account.user.name} onDone={check} isForced />;
}
