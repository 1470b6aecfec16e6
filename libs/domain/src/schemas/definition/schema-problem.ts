/** Something in a schema that keeps it out of the registry: where (JSON pointer into the schema) and what would be right. */
export interface SchemaProblem {
  readonly pointer: string;
  readonly detail: string;
}
