import { FlowBudget } from './flow-budget';

describe('the bytes in flight', () => {
  it('are spent at the bound and tell once when there is room again', () => {
    const budget = new FlowBudget(100);
    let freed = 0;
    const forget = budget.whenFreed(() => (freed += 1));
    budget.take(99);
    expect(budget.spent).toBe(false);
    budget.take(51);
    expect(budget.spent).toBe(true);
    budget.give(50);
    expect([budget.spent, freed]).toEqual([true, 0]);
    budget.give(60);
    expect([budget.spent, freed]).toEqual([false, 1]);
    budget.give(20);
    expect(freed).toBe(1);
    forget();
    budget.take(200);
    budget.give(200);
    expect(freed).toBe(1);
  });

  it('tell once when the bound is reached, so that batches that wait for more are closed', () => {
    const budget = new FlowBudget(100);
    let spent = 0;
    const forget = budget.whenSpent(() => (spent += 1));
    budget.take(99);
    expect(spent).toBe(0);
    budget.take(1);
    budget.take(1);
    expect(spent).toBe(1);
    budget.give(50);
    budget.take(50);
    expect(spent).toBe(2);
    forget();
    budget.give(100);
    budget.take(100);
    expect(spent).toBe(2);
  });
});
