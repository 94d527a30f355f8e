/** What the bridge wrote down, as people say it. What has no words here is shown as it is. */
const AUDIT_WORDS: Record<string, string> = {
  'ticket.received': 'Request received',
  'ticket.waiting-approval': 'Read back: not approved yet',
  'ticket.approved': 'Approval confirmed with the ticket system',
  'ticket.mapped': 'Understood: turned into changes',
  'ticket.held': 'Held: somebody must decide',
  'ticket.rejected': 'Refused',
  'ticket.cancelled': 'Withdrawn in the ticket system',
  'change.waiting': 'Waiting for its time',
  'change.queued': 'In line to be sent',
  'change.sent': 'Given to an upload',
  'change.applied': 'Proven: the change is applied',
  'change.unchanged': 'Proven: no change was needed',
  'change.failed': 'Failed',
  'change.superseded': 'Replaced by a later request',
  'change.held': 'Held: somebody must decide',
  'change.cancelled': 'Cancelled before it was sent',
};

export function auditWord(action: string): string {
  return AUDIT_WORDS[action] ?? action.replaceAll(/[.-]/g, ' ');
}
