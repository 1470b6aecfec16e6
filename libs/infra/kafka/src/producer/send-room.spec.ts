import { SendRoom } from './send-room';

describe('the room of a producer', () => {
  it('refuses at once what does not fit, for who owes an answer', () => {
    const room = new SendRoom(100);
    expect([room.take(60), room.take(60), room.take(40)]).toEqual([true, false, true]);
  });

  it('lets the patient in one after the other as room is given back, and keeps half of it for the others', async () => {
    const room = new SendRoom(100);
    expect(await room.waitFor(40, 60_000)).toBe(true);
    const entered: string[] = [];
    const line = ['second', 'third'].map(async (name) => {
      if (await room.waitFor(40, 60_000)) entered.push(name);
    });
    expect(room.take(60)).toBe(true);
    room.give(60);
    await Promise.resolve();
    expect(entered).toEqual([]);
    room.give(40);
    await line[0];
    expect(entered).toEqual(['second']);
    room.give(40);
    await line[1];
    expect(entered).toEqual(['second', 'third']);
  });

  it('takes a batch of more than half when nobody else is there, and none that never fits', async () => {
    const room = new SendRoom(100);
    expect([await room.waitFor(90, 1), await room.waitFor(101, 60_000)]).toEqual([true, false]);
  });

  it('gives up the one who waited for too long, and everybody when it closes', async () => {
    const room = new SendRoom(100);
    room.take(100);
    expect(await room.waitFor(10, 1)).toBe(false);
    const waiting = room.waitFor(10, 60_000);
    room.close();
    expect(await waiting).toBe(false);
  });
});
