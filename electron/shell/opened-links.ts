import { app } from 'electron';

import { LINK_PREFIX } from '../../shared/domain/deep-link.ts';

/** More than anybody opens by hand before the app is up. */
const WAITING_LIMIT = 20;

export interface OpenedLinks {
  /** Gives every link to this function from now on, those first that came before. */
  to(take: (link: string) => void): void;
  /** Takes the link among the arguments of a second start, where the system hands links over that way. */
  fromArguments(argv: readonly string[]): boolean;
}

/**
 * `switchyard://` links that the system hands over. It does so as soon as the app starts, so this has to be called before
 * the app is ready; links wait until somebody takes them.
 */
export function createOpenedLinks(): OpenedLinks {
  const waiting: string[] = [];
  let take: ((link: string) => void) | null = null;
  const arrive = (link: string): void => {
    if (take !== null) take(link);
    else if (waiting.length < WAITING_LIMIT) waiting.push(link);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    arrive(url);
  });
  const fromArguments = (argv: readonly string[]): boolean => {
    const link = argv.find((argument) => argument.startsWith(LINK_PREFIX));
    if (link !== undefined) arrive(link);
    return link !== undefined;
  };
  return {
    to: (given) => {
      take = given;
      for (const link of waiting.splice(0)) given(link);
    },
    fromArguments,
  };
}
