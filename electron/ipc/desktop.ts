import type { Result } from '../../shared/domain/failure.ts';
import type { DesktopState, MenuBarSettings } from '../../shared/domain/menu-bar.ts';

/** What a host with a menu bar adds to the app. The browser host and the command line have none. */
export interface Desktop {
  state(): DesktopState;
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
  /** Called once at the start and after each change of the person's choices. */
  follow(settings: MenuBarSettings): void;
  setLoginItem(open: boolean): Promise<Result<null>>;
  openMenuBarSettings(): Promise<Result<null>>;
  restartToUpdate(): Promise<Result<null>>;
  dismissNotice(id: string): void;
  saveText(name: string, text: string): Promise<Result<{ saved: boolean }>>;
}
