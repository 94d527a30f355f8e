import type { Reason } from '../../domain/reason.js';
import type { ViewStatus } from '../../domain/view.js';
import type { WritebackState } from '../words/writeback.js';
import type { Answer, DataStep } from './data-table.js';
import type { TimelineLine } from './timeline.js';

export interface RequestDetail {
  id: string;
  number: string;
  connection: string;
  kind: string | null;
  template: string;
  person: string;
  externalId: string;
  status: ViewStatus;
  headline: string;
  note: string;
  final: boolean;
  receivedAt: number;
  approvedAt: number | null;
  checkedAt: number | null;
  approvers: string[];
  /** The earliest deadline of an open termination. */
  deadlineAt: number | null;
  /** The soonest thing the bridge does by itself. */
  nextAt: number | null;
  reasons: Reason[];
  ticketUrl: string;
  timeline: TimelineLine[];
  evidence: EvidenceLine[];
  attempts: AttemptLine[];
  data: DataStep[];
  answers: Answer[];
  notes: NoteLine[];
  writeback: { state: WritebackState; tries: number; error: string; nextAt: number | null };
}

export interface EvidenceLine {
  id: string;
  at: number;
  seenAt: number;
  externalId: string;
  action: string;
  status: string;
  changeId: string;
  cycleId: string;
  error: string;
  modified: string[];
}

export interface AttemptLine {
  number: number;
  externalId: string;
  uploadId: string;
  requestId: string;
  startedAt: number;
  answeredAt: number | null;
  answer: number | null;
  state: string;
  why: string;
  confirmBy: number | null;
  nextLookAt: number | null;
}

export interface NoteLine {
  version: number;
  status: string;
  headline: string;
  text: string;
  createdAt: number;
  shownAt: number | null;
}
