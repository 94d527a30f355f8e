/** Codes of Graph error bodies. Only InvalidAuthenticationToken is documented [Troubleshoot]. */
export interface ErrorCodes {
  badRequest: string;
  unauthenticated: string;
  forbidden: string;
  notFound: string;
  methodNotAllowed: string;
  tooLarge: string;
  tooManyRequests: string;
  internal: string;
  notSupported: string;
}

export const DEFAULT_ERROR_CODES: ErrorCodes = {
  badRequest: 'BadRequest',
  unauthenticated: 'InvalidAuthenticationToken',
  forbidden: 'Authorization_RequestDenied',
  notFound: 'NotFound',
  methodNotAllowed: 'MethodNotAllowed',
  tooLarge: 'RequestEntityTooLarge',
  tooManyRequests: 'TooManyRequests',
  internal: 'InternalServerError',
  notSupported: 'NotSupported',
};

/** Codes in provisioning-log rows; those not published are assumptions. */
export interface RowCodes {
  invalidUpn: string;
  unverifiedDomain: string;
  duplicateUpn: string;
  tooLong: string;
  invalidValue: string;
  missingSourceId: string;
  missingMandatory: string;
  duplicateTarget: string;
  skipped: string;
  importSkipped: string;
  unknownAttribute: string;
  onPremises: string;
}

export const DEFAULT_ROW_CODES: RowCodes = {
  invalidUpn: 'AzureActiveDirectoryInvalidUserPrincipalName',
  unverifiedDomain: 'InvalidDomain',
  duplicateUpn: 'EntryConflict',
  tooLong: 'UnprocessableEntity',
  invalidValue: 'UnprocessableEntity',
  missingSourceId: 'MissingValues',
  missingMandatory: 'MandatoryFieldsMissing',
  duplicateTarget: 'DuplicateTargetEntries',
  skipped: 'EntrySynchronizationSkipped',
  importSkipped: 'ImportSkipped',
  unknownAttribute: 'SchemaAttributeNotFound',
  onPremises: 'NotPermitted',
};
