import { net, powerMonitor } from 'electron';

import type { MachineState } from '../services/spend/cadence.ts';

/** How long the network needs to come back after sleep, milliseconds. */
const WAKE_MS = 5000;

export interface PowerSignals {
  get(): MachineState;
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
  /** The screen was locked or the machine goes to sleep. */
  onAway(listener: () => void): void;
  dispose(): void;
}

/** Power, temperature, lock and sleep as the system tells them. Has to be called once the app is ready. */
export function createPowerSignals(): PowerSignals {
  const listeners = new Set<() => void>();
  const away = new Set<() => void>();
  let state: Omit<MachineState, 'offline'> = {
    onBattery: powerMonitor.isOnBatteryPower(),
    thermal: thermalOf(powerMonitor.getCurrentThermalState()),
    locked: false,
    asleep: false,
  };
  let waking: NodeJS.Timeout | undefined;

  const set = (part: Partial<typeof state>): void => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const leave = (part: Partial<typeof state>): void => {
    set(part);
    for (const listener of away) listener();
  };
  const signals = {
    suspend: () => {
      clearTimeout(waking);
      leave({ asleep: true });
    },
    resume: () => {
      clearTimeout(waking);
      waking = setTimeout(() => set({ asleep: false }), WAKE_MS);
      waking.unref();
    },
    'lock-screen': () => leave({ locked: true }),
    'unlock-screen': () => set({ locked: false }),
    'on-ac': () => set({ onBattery: false }),
    'on-battery': () => set({ onBattery: true }),
  };
  // Each event has its own overload, and all of these listeners have the same shape.
  const monitor: NodeJS.EventEmitter = powerMonitor;
  for (const [name, listener] of Object.entries(signals)) monitor.on(name, listener);
  const onHeat = ({ state: heat }: { readonly state: string }): void =>
    set({ thermal: thermalOf(heat) });
  powerMonitor.on('thermal-state-change', onHeat);

  return {
    // The network is asked about when it matters: nothing tells of it.
    get: () => ({ ...state, offline: !net.isOnline() }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onAway: (listener) => void away.add(listener),
    dispose: () => {
      clearTimeout(waking);
      for (const [name, listener] of Object.entries(signals)) monitor.off(name, listener);
      powerMonitor.off('thermal-state-change', onHeat);
    },
  };
}

/** Electron says `unknown` where the system does not tell. */
function thermalOf(state: string): MachineState['thermal'] {
  return state === 'fair' || state === 'serious' || state === 'critical' ? state : 'nominal';
}
