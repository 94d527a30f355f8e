import type { ComponentChildren } from 'preact';

interface DataGridProps {
  caption: string;
  heads: readonly string[];
  /** One list of cells per row, in the order of the heads; the first one names the row. */
  rows: readonly (readonly ComponentChildren[])[];
  /** Marks a row as changed. */
  marked?: (index: number) => boolean;
}

/** A table that turns into labelled blocks on a narrow screen. */
export function DataGrid({ caption, heads, rows, marked }: DataGridProps) {
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, index) => (
          <tr class={marked?.(index) ? 'changed' : undefined}>
            {cells.map((cell, column) =>
              column === 0 ? (
                <th scope="row">{cell}</th>
              ) : (
                <td data-label={heads[column]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
