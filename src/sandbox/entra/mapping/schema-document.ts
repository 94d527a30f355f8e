/** A synchronizationSchema, as far as the stand-in reads it [G-CSDL]. */
export interface SchemaDocument {
  id: string;
  version: string;
  directories: DirectoryDefinition[];
  synchronizationRules: SynchronizationRule[];
}

export interface DirectoryDefinition {
  id: string;
  name: string;
  objects: { name: string; attributes: AttributeDefinition[] }[];
}

export interface AttributeDefinition {
  name: string;
  type: 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime';
  anchor: boolean;
  caseExact: boolean;
  flowNullValues: boolean;
  multivalued: boolean;
  mutability: 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly';
  required: boolean;
}

export interface SynchronizationRule {
  id: string;
  name: string;
  sourceDirectoryName: string;
  targetDirectoryName: string;
  objectMappings: ObjectMapping[];
}

export interface ObjectMapping {
  name: string;
  enabled: boolean;
  /** Comma-separated: Add, Update, Delete. */
  flowTypes: string;
  sourceObjectName: string;
  targetObjectName: string;
  scope: ScopeFilter | null;
  attributeMappings: AttributeMapping[];
}

/** Groups are alternatives; the clauses of a group must all hold. */
export interface ScopeFilter {
  groups: { clauses: ScopeClause[] }[];
}

export interface ScopeClause {
  sourceOperandName: string;
  operatorName: 'EQUALS' | 'NOT EQUALS' | 'IS NULL' | 'IS NOT NULL';
  targetOperand: { values: string[] };
}

export interface AttributeMapping {
  targetAttributeName: string;
  source: { type: 'Attribute' | 'Constant' | 'Function'; name: string; expression: string };
  defaultValue: string | null;
  /** 0: not used for matching; otherwise 1 comes first. */
  matchingPriority: number;
  flowBehavior: 'FlowWhenChanged' | 'FlowAlways';
  flowType: 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly';
  exportMissingReferences: boolean;
  /** The mapping's gate of null flow; its real name is not published [Clear]. */
  flowNullValues?: boolean;
}
