import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { AddUser } from './add-user.tsx';
import { type FreshPassword, PasswordOnce } from './password-once.tsx';
import { UserTable } from './user-table.tsx';

/** Who may log in. */
export function UsersPage() {
  const { t } = useLanguage();
  const users = useQuery(usersQuery);
  const [isAdding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<FreshPassword>();
  const actions = (
    <Button look="main" icon={UserPlus} onClick={() => setAdding(true)}>
      {t('users.add')}
    </Button>
  );
  return (
    <Page title={t('places.users')} about={t('users.about')} actions={actions}>
      <Card>
        <Loaded query={users}>{({ users: all }) => <UserTable users={all} onFreshPassword={setFresh} />}</Loaded>
      </Card>
      {isAdding && <AddUser onClose={() => setAdding(false)} onFreshPassword={setFresh} />}
      {fresh !== undefined && <PasswordOnce fresh={fresh} onClose={() => setFresh(undefined)} />}
    </Page>
  );
}
