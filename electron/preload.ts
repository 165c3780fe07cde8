import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import { channelOf, EVENT_NAMES, REQUEST_NAMES } from '../shared/contract/channels.ts';

const requests: ReadonlySet<string> = new Set(REQUEST_NAMES);
const events: ReadonlySet<string> = new Set(EVENT_NAMES);

// The page gets two functions and no way to name another channel. `Bridge` in shared/contract is their type on the other side.
contextBridge.exposeInMainWorld('switchyard', {
  request(name: string, input: unknown): Promise<unknown> {
    if (!requests.has(name)) return Promise.reject(new Error('There is no such request.'));
    return ipcRenderer.invoke(channelOf(name), input);
  },
  on(name: string, listener: (payload: unknown) => void): () => void {
    if (!events.has(name)) throw new Error('There is no such event.');
    // The event object stays here: it would give the page a handle on the sender.
    const pass = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
    const channel = channelOf(name);
    ipcRenderer.on(channel, pass);
    return () => {
      ipcRenderer.off(channel, pass);
    };
  },
});
