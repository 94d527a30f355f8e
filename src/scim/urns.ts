/** Schema URNs of the requests sent to Entra. Source: Graph reference, bulkUpload resource type. */
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Default namespace for the attributes RFC 7643 lacks; must be added to the app's source schema. */
export const JML_USER = 'urn:ietf:params:scim:schemas:extension:jml:1.0:User';
