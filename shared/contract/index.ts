export type { Bridge } from './bridge.ts';
export { channelOf, EVENT_NAMES, REQUEST_NAMES } from './channels.ts';
export {
  type EventName,
  type EventPayload,
  events,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from './requests.ts';
