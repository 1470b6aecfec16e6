import { Fragment } from 'react';

/** A type of event: long, so it may go on in the next line, but behind a dot and not in the middle of a word. */
export function TypeName({ type }: { readonly type: string }) {
  return type.split(/(?<=\.)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
