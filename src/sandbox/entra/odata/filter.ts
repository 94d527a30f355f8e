export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

/** A `$filter` expression (OData 4.01 URL conventions 5.1.1), as far as Graph's users need it here. */
export type Filter =
  | { is: 'and' | 'or'; left: Filter; right: Filter }
  | { is: 'not'; operand: Filter }
  | { is: 'compare'; property: string; operator: Comparison; value: Literal }
  | { is: 'in'; property: string; values: Literal[] }
  | { is: 'text'; property: string; how: TextTest; value: string };

export type TextTest = 'contains' | 'startswith' | 'endswith';

/** Properties and operators of a filter, for the check against what is supported. */
export function usesOf(filter: Filter): { property: string; operator: string }[] {
  switch (filter.is) {
    case 'and':
    case 'or':
      return [...usesOf(filter.left), ...usesOf(filter.right)];
    case 'not':
      return usesOf(filter.operand);
    case 'compare':
      return [{ property: filter.property, operator: filter.operator }];
    case 'in':
      return [{ property: filter.property, operator: 'in' }];
    case 'text':
      return [{ property: filter.property, operator: filter.how }];
  }
}

/** How many values the longest `in` of a filter names. */
export function longestList(filter: Filter): number {
  switch (filter.is) {
    case 'and':
    case 'or':
      return Math.max(longestList(filter.left), longestList(filter.right));
    case 'not':
      return longestList(filter.operand);
    case 'in':
      return filter.values.length;
    default:
      return 0;
  }
}
