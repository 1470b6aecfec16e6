import { RedisConfig } from '../config/redis.config';
import { backOff, clientOptions } from './client-options';

describe('the connection', () => {
  const config = Object.assign(new RedisConfig(), { reconnectFirstMs: 50, reconnectMaxMs: 1_000 });

  it('is tried again after pauses that double up to a limit, for ever', () => {
    const pauses = [1, 2, 3, 5, 6, 1_000_000].map((tries) => backOff(tries, config, () => 0.5));
    expect(pauses).toEqual([50, 100, 200, 800, 1_000, 1_000]);
  });

  it('is not tried by all replicas at the same instant', () => {
    expect([0, 0.999].map((random) => backOff(9, config, () => random))).toEqual([800, 1_200]);
  });

  it('sends a command once and now, or not at all', () => {
    expect(clientOptions(config)).toMatchObject({
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 1,
    });
  });
});
