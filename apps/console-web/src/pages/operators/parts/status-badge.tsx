import { Badge } from '@mantine/core';
import { statusTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import classes from './parts.module.css';

const COLORS: Readonly<Record<string, string>> = {
  ...{ open: 'orange', replaying: 'blue', resolved: 'green', discarded: 'gray' },
  ...{ planned: 'gray', awaiting_approval: 'violet', running: 'blue', paused: 'yellow', completed: 'green' },
  ...{ cancelled: 'gray', stopped_failing: 'red', failed: 'red', queued: 'gray', succeeded: 'green' },
  ...{ live: 'green', revoked: 'gray' },
};

/** A state in its colour; the word says it to those who do not see the colour. */
export function StatusBadge({ status }: { readonly status: string }) {
  const word = useWords(statusTexts);
  return (
    <Badge variant="light" color={COLORS[status] ?? 'gray'} data-status={status} tt="none" className={classes.badge}>
      {word(status)}
    </Badge>
  );
}
