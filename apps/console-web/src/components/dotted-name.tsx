import { Fragment } from 'react';

/** A type of event, say: long, so it may go on in the next line, but behind a dot, and not for its version alone. */
export function DottedName({ name }: { readonly name: string }) {
  return name.split(/(?<=\.)(?!v\d+$)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
