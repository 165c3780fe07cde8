import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/menu.css';
import './styles/notices.css';
import './styles/layout.css';
import './styles/workspaces.css';
import './styles/amounts.css';
import './styles/shell.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { connectHost } from './bridge.ts';
import { Root } from './Root.tsx';
import { AppContext, createApp } from './store/app.tsx';
import { reportPresence } from './store/presence.ts';
import { followShell } from './store/shell-events.ts';
import { createVisibility, setVisibility } from './store/visibility.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
const host = connectHost(window);
const visibility = createVisibility(host.shell ? host.bridge : null, window);
setVisibility(visibility);
// Styles know by it that the window behind the page is the system's own material.
document.documentElement.toggleAttribute('data-shell', host.shell);
const app = createApp(host, window);
followShell(app, visibility, window);
reportPresence(app.bridge, visibility, window);
createRoot(place).render(
  <StrictMode>
    <AppContext value={app}>
      <Root />
    </AppContext>
  </StrictMode>,
);
