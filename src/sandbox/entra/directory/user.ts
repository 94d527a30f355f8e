/** A user of the stand-in's directory; `values` go by the mapping's target names. */
export interface DirectoryUser {
  id: string;
  createdAt: number;
  /** Graph finds it from then on [LabKeep]. */
  readableAt: number;
  deletedAt: number | null;
  /** The source anchor it is linked to in the job. */
  externalId: string | null;
  managerId: string | null;
  /** Mastered on-premises: the job may not change it [Troubleshoot]. */
  onPremises: boolean;
  values: Record<string, string | boolean>;
}

export function textOf(user: DirectoryUser, name: string): string {
  const value = user.values[name];
  return value === undefined ? '' : String(value);
}

export const isEnabled = (user: DirectoryUser): boolean => user.values['accountEnabled'] === true;
