import { IsInt, Max, Min } from 'class-validator';

export class RebuildWarehouseParameters {
  /** Events that are stored at a time. */
  @IsInt()
  @Min(1)
  @Max(50_000)
  readonly chunk_rows: number = 20_000;
}
