import {
  liveCountsStatement,
  LiveDelta,
  liveIdentitiesStatement,
  liveMoneyStatement,
  type LivePast,
  livePlayersStatement,
  type LiveSeenRow,
  liveSessionsStatement,
  liveUsersStatement,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { LiveConfig } from './live.config';

export interface PastPiece {
  readonly delta: LiveDelta;
  readonly identities: readonly string[];
}

/** Rows put down at once: few enough that nobody waits long for Redis. */
const ROWS = 2_000;

/** The last hour as the warehouse has it, in pieces small enough to be put down one by one. */
@Injectable()
export class LivePastReader {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly config: LiveConfig,
  ) {}

  async *pieces(past: LivePast): AsyncGenerator<PastPiece, void, undefined> {
    yield* inPieces(this.clickhouse.stream(liveCountsStatement(past)), (row, delta) => {
      const { views, purchases, ...counts } = row;
      const second = Number(row.second);
      const events = Number(counts.events);
      const at = delta.at(second);
      at.events += events;
      at.views += Number(views);
      at.purchases += Number(purchases);
      at.types.set(row.event_type, (at.types.get(row.event_type) ?? 0) + events);
      if (row.game_id !== '') delta.game(second, row.game_id).views += Number(views);
      delta.watermarkMs = Math.max(delta.watermarkMs, Number(row.watermark_ms));
    });
    yield* inPieces(this.clickhouse.stream(liveMoneyStatement(past)), (row, delta) =>
      delta.money(Number(row.second), row.game_id, BigInt(row.kopecks)),
    );
    const seen = (row: LiveSeenRow, delta: LiveDelta): void => {
      const seconds = [...(Number(row.latest) > 0 ? [row.latest] : []), ...row.ahead];
      for (const second of seconds) delta.seen(Number(row.user_no), row.game_id, Number(second), past.nowSecond);
    };
    yield* inPieces(this.clickhouse.stream(liveUsersStatement(past)), seen);
    yield* inPieces(this.clickhouse.stream(livePlayersStatement(past)), seen);
    yield* inPieces(this.clickhouse.stream(liveSessionsStatement(past)), (row, delta) =>
      delta.session(Number(row.user_no), row.session_id, { sign: Number(row.sign), ended: Number(row.ended) }),
    );
    yield* this.identities(past);
  }

  private async *identities(past: LivePast): AsyncGenerator<PastPiece, void, undefined> {
    let identities: string[] = [];
    const delta = new LiveDelta();
    for await (const { identity } of this.clickhouse.stream(liveIdentitiesStatement(past, this.config.identities))) {
      identities.push(Buffer.from(identity, 'hex').toString('latin1'));
      if (identities.length < ROWS) continue;
      yield { delta, identities };
      identities = [];
    }
    if (identities.length > 0) yield { delta, identities };
  }
}

async function* inPieces<Row>(
  rows: AsyncIterable<Row>,
  put: (row: Row, delta: LiveDelta) => void,
): AsyncGenerator<PastPiece, void, undefined> {
  let delta = new LiveDelta();
  let count = 0;
  for await (const row of rows) {
    put(row, delta);
    if ((count += 1) % ROWS !== 0) continue;
    yield { delta, identities: [] };
    delta = new LiveDelta();
  }
  if (count % ROWS !== 0) yield { delta, identities: [] };
}
