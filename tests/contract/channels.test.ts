import { describe, expect, it } from 'vitest';

import {
  channelOf,
  EVENT_NAMES,
  events,
  REQUEST_NAMES,
  requests,
} from '../../shared/contract/index.ts';

describe('the channel list', () => {
  it('names exactly the requests that have schemas', () => {
    expect([...REQUEST_NAMES].sort()).toEqual(Object.keys(requests).sort());
  });

  it('names exactly the events that have schemas', () => {
    expect([...EVENT_NAMES].sort()).toEqual(Object.keys(events).sort());
  });

  it('gives every name a channel of its own', () => {
    const channels = [...REQUEST_NAMES, ...EVENT_NAMES].map(channelOf);
    expect(new Set(channels).size).toBe(REQUEST_NAMES.length + EVENT_NAMES.length);
  });

  it('has no request that answers with a secret', () => {
    for (const name of REQUEST_NAMES) {
      const { output } = requests[name];
      const keys = 'shape' in output ? Object.keys(output.shape) : [];
      expect(keys, name).not.toContain('secret');
    }
  });
});
