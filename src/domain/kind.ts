/** What a ticket asks for. */
export const KINDS = ['hire', 'transfer', 'termination'] as const;
export type Kind = (typeof KINDS)[number];

/** The order in which people leave the queue; a lower number goes first. */
export const LANES = ['urgent-termination', 'termination', 'transfer', 'hire'] as const;
export type Lane = (typeof LANES)[number];

export function laneOf(kind: Kind, urgent: boolean): Lane {
  if (kind === 'termination') return urgent ? 'urgent-termination' : 'termination';
  return kind;
}

export function laneRank(lane: Lane): number {
  return LANES.indexOf(lane);
}
