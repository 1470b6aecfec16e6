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

/** Rows of one kind; on a narrow screen it scrolls within its own frame, also by keyboard. */
export function RowsTable<Row>({ label, columns, rows, keyOf, minWidth = 720, attributesOf }: RowsTableProps<Row>) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <Table miw={minWidth} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, kind }) => (
              <Table.Th key={title} className={kind === 'number' ? classes.numberHead : undefined} scope="col">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)} {...attributesOf?.(row)}>
              {columns.map(({ title, cell, kind }) => (
                <Table.Td key={title} className={kind && classes[kind]}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
