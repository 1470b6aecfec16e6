import { useFormats } from '../../../format/use-formats';

/** An instant in the reader's zone; how long ago it was on hover, and exactly for programs. */
export function When({ at }: { readonly at: string | null | undefined }) {
  const formats = useFormats();
  if (at === null || at === undefined) return <>–</>;
  return (
    <time dateTime={at} title={`${formats.ago(at, Date.now())} · ${at}`}>
      {formats.dateTime(at)}
    </time>
  );
}
