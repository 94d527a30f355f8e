/** itsm-platforms 2.2. Alternatives bind to the term before them; a group is joined by AND. */
export interface Term {
  field: string;
  operator: string;
  value: string;
}

export interface Query {
  /** Top-level OR of ANDs of ORs. */
  groups: Term[][][];
  order: { field: string; descending: boolean }[];
  /** Terms that could not be read, which the platform drops. */
  malformed: string[];
}

const OPERATOR =
  /^([a-z_][a-z0-9_.]*?)(NOT IN|NOTIN|NOT LIKE|NOTLIKE|STARTSWITH|ENDSWITH|ISEMPTY|ISNOTEMPTY|EMPTYSTRING|ANYTHING|NSAMEAS|SAMEAS|BETWEEN|LIKE|IN|ON|!=|>=|<=|=|>|<)([\s\S]*)$/;

export function parseQuery(text: string): Query {
  const query: Query = { groups: [[]], order: [], malformed: [] };
  for (const piece of text.split('^')) {
    if (piece === 'EQ') break;
    if (piece !== '') readPiece(query, piece);
  }
  return query;
}

function readPiece(query: Query, piece: string): void {
  if (piece.startsWith('ORDERBY')) return readOrder(query, piece);
  if (piece.startsWith('NQ')) {
    query.groups.push([]);
    return addTerm(query, piece.slice(2), false);
  }
  const alternative = /^OR[a-z_]/.test(piece);
  addTerm(query, alternative ? piece.slice(2) : piece, alternative);
}

function readOrder(query: Query, piece: string): void {
  const descending = piece.startsWith('ORDERBYDESC');
  query.order.push({ field: piece.slice(descending ? 11 : 7), descending });
}

function addTerm(query: Query, text: string, alternative: boolean): void {
  const [, field, operator, value] = OPERATOR.exec(text) ?? [];
  if (!field || !operator) {
    query.malformed.push(text);
    return;
  }
  const term = { field, operator: operator.replace(/^NOT(?=IN|LIKE)/, 'NOT '), value: value ?? '' };
  const group = query.groups.at(-1)!;
  const clause = alternative ? group.at(-1) : undefined;
  if (clause) clause.push(term);
  else group.push([term]);
}
