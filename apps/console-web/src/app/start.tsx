import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../i18n/choose-language';
import { Providers } from './providers';
import { PageRouter } from './router';

export function start(place: HTMLElement): void {
  startLanguage();
  createRoot(place).render(
    <StrictMode>
      <Providers>
        <PageRouter />
      </Providers>
    </StrictMode>,
  );
}
