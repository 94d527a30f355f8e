import type { FaultPoint } from '../../src/ports/faults.js';

/** Points at which the process kills itself; what each leaves half done, and the fault it stands for. */
export const KILL_POINTS: readonly { fault: string; k: string; point: FaultPoint }[] = [
  { fault: 'F01', k: 'K0', point: 'body-half-read' },
  { fault: 'F02', k: 'K1', point: 'sender-proven' },
  { fault: 'F03', k: 'K2', point: 'delivery-stored' },
  { fault: 'F04', k: 'K3', point: 'ticket-mapped' },
  { fault: 'F04', k: 'K4', point: 'approval-read' },
  { fault: 'F04', k: 'K4', point: 'people-claimed' },
  { fault: 'F05', k: 'K5', point: 'call-chosen' },
  { fault: 'F06', k: 'K6', point: 'attempt-recorded' },
  { fault: 'F08', k: 'K9', point: 'answer-read' },
  { fault: 'F10', k: 'K10', point: 'log-read' },
  { fault: 'F10', k: 'K11', point: 'outcome-written' },
  { fault: 'F11', k: 'K13', point: 'note-answered' },
];
