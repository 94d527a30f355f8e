export * from './connector.js';
export * from './exchange.js';
export type * from '../domain/ticket.js';
export type { TicketView, ViewStatus } from '../domain/view.js';
