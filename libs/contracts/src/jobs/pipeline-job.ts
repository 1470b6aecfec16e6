/** Somebody wants a pipeline to run, or its run to end. The id is the run's: sent twice, it makes one run. */
export type PipelineJob =
  | {
      readonly id: string;
      readonly action: 'run';
      readonly pipeline: string;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly requested_by: string;
    }
  | { readonly id: string; readonly action: 'cancel' };
