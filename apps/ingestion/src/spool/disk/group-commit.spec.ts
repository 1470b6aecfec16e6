import { GroupCommit } from './group-commit';

const anItem = (name: string, bytes = 1) => ({ name, bytes });
const aSign = () => {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
};

describe('a group commit', () => {
  it('commits together what came while the one before was running, in order', async () => {
    const groups: string[][] = [];
    const [began, ended] = [aSign(), aSign()];
    const commits = new GroupCommit<{ name: string; bytes: number }>((items) => {
      groups.push(items.map(({ name }) => name));
      began.give();
      return groups.length === 1 ? ended.given : Promise.resolve();
    });
    const first = commits.add(anItem('a'));
    await began.given;
    const rest = ['b', 'c', 'd'].map((name) => commits.add(anItem(name)));
    expect(groups).toEqual([['a']]);
    ended.give();
    await Promise.all([first, ...rest]);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
    await commits.idle();
    expect(commits.busy).toBe(false);
  });

  it('fails every item of a group that fails and goes on with the next', async () => {
    let fails = true;
    const commits = new GroupCommit<{ name: string; bytes: number }>(async () => {
      await Promise.resolve();
      if (fails) throw new TypeError('no disk');
    });
    const both = await Promise.allSettled([commits.add(anItem('a')), commits.add(anItem('b'))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    await expect(commits.add(anItem('c'))).resolves.toBeUndefined();
  });

  it('bounds a group by its bytes', async () => {
    const sizes: number[] = [];
    const commits = new GroupCommit<{ name: string; bytes: number }>((items) => {
      sizes.push(items.length);
      return Promise.resolve();
    });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => commits.add(anItem(name, 2 * 1024 * 1024))));
    expect(sizes).toEqual([2, 2, 1]);
  });
});
