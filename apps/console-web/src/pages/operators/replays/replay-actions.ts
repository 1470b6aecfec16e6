import type { Replay, ReplayStatus } from '../api/records';

export const REPLAY_COMMANDS = ['approve', 'pause', 'resume', 'cancel'] as const;
export type ReplayCommand = (typeof REPLAY_COMMANDS)[number];

/** From which states a command leads on; the API decides, the page offers what it would not refuse. */
const FROM: Readonly<Record<ReplayCommand, readonly ReplayStatus[]>> = {
  approve: ['awaiting_approval'],
  pause: ['planned', 'running'],
  resume: ['paused'],
  cancel: ['planned', 'awaiting_approval', 'running', 'paused'],
};

export interface Offered {
  readonly commands: readonly ReplayCommand[];
  /** It waits for somebody else than the person who looks at it. */
  readonly needsAnother: boolean;
}

export function offeredTo(me: { readonly sub: string }, replay: Pick<Replay, 'status' | 'requested_by'>): Offered {
  const needsAnother = replay.status === 'awaiting_approval' && replay.requested_by === me.sub;
  const commands = REPLAY_COMMANDS.filter(
    (command) => FROM[command].includes(replay.status) && !(command === 'approve' && needsAnother),
  );
  return { commands, needsAnother };
}

export const isOver = (status: ReplayStatus): boolean =>
  status === 'completed' || status === 'cancelled' || status === 'stopped_failing' || status === 'failed';

/** Whether it ended otherwise than it was meant to. */
export const isBad = (status: ReplayStatus): boolean => status === 'stopped_failing' || status === 'failed';

export interface Progress {
  readonly succeeded: number;
  readonly failedAgain: number;
  readonly skipped: number;
  /** Chosen and without a verdict yet. */
  readonly waiting: number;
  /** 0…100, of those that were chosen. */
  readonly percent: number;
}

export function progressOf({ selected, succeeded, failed_again: failedAgain, skipped, status }: Replay): Progress {
  const judged = succeeded + failedAgain + skipped;
  const waiting = Math.max(0, selected - judged);
  const percent = selected === 0 ? (isOver(status) ? 100 : 0) : Math.min(100, Math.floor((judged / selected) * 100));
  return { succeeded, failedAgain, skipped, waiting, percent };
}
