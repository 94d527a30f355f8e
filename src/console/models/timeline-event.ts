export type EventSource = 'ticket' | 'bridge' | 'entra' | 'attention';

/** One thing that happened, in words. */
export interface TimelineEvent {
  at: number;
  source: EventSource;
  text: string;
  detail: string;
}
