import { Fragment } from 'react';

/** A type of event, say: long, so it may go on in the next line, but behind a dot and not in the middle of a word. */
export function DottedName({ name }: { readonly name: string }) {
  return name.split(/(?<=\.)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
