import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { LanguageProvider, loadFirstLanguage } from './i18n/language.tsx';
import { createPageRouter } from './router.tsx';
import { ThemeProvider } from './theme.tsx';
import { NoticesProvider } from './ui/notices.tsx';
import './styles.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const router = createPageRouter();
const client = createQueryClient();
const first = await loadFirstLanguage();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider first={first}>
        <ThemeProvider>
          <NoticesProvider>
            <RouterProvider router={router} />
          </NoticesProvider>
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
