import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/menu.css';
import './styles/notices.css';
import './styles/layout.css';
import './styles/workspaces.css';
import './styles/amounts.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { connectHost } from './bridge.ts';
import { Root } from './Root.tsx';
import { AppContext, createApp } from './store/app.tsx';
import { reportPresence } from './store/presence.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
const app = createApp(connectHost(window), window);
reportPresence(app.bridge, window);
createRoot(place).render(
  <StrictMode>
    <AppContext value={app}>
      <Root />
    </AppContext>
  </StrictMode>,
);
