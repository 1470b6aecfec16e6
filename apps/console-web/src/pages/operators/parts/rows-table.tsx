import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly kind?: 'number' | 'when' | 'name' | 'long';
}

interface RowsTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Below this width the table scrolls by itself instead of squeezing its words. */
  readonly minWidth?: number;
  /** Of the row: what tests and styles find it by. */
  readonly attributesOf?: (row: Row) => Readonly<Record<string, string>>;
}

/**
 * Rows of one kind. Where the screen is narrower than the table it scrolls within its own frame, also by keyboard; on a phone each
 * row stands by itself, with the titles beside its values. The roles are said because a table that is not laid out as one loses them.
 */
export function RowsTable<Row>({ label, columns, rows, keyOf, minWidth = 720, attributesOf }: RowsTableProps<Row>) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <Table miw={minWidth} verticalSpacing="xs" highlightOnHover className={classes.rows} role="table">
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map(({ title, kind }) => (
              <Table.Th
                key={title}
                className={kind === 'number' ? classes.numberHead : undefined}
                scope="col"
                role="columnheader"
              >
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)} role="row" {...attributesOf?.(row)}>
              {columns.map(({ title, cell, kind }) => (
                <Table.Td key={title} className={kind && classes[kind]} role="cell" data-title={title}>
                  <div className={classes.value}>{cell(row)}</div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
