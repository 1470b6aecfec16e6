import type { Me, Role } from '../api/me';
import { sectionAt, sectionsOf, startOf } from './sections';

const someone = (...roles: Role[]): Me => ({ sub: 'somebody', name: 'Somebody', roles, developer_id: null });

describe('sections', () => {
  it.each([
    ['an administrator begins with the overview', ['platform_admin'], '/overview'],
    ['a developer begins with their games', ['developer'], '/my-games'],
    ['an operator begins with what was rejected', ['analytics_operator'], '/operators/dlq'],
    ['a privacy officer begins with the audit', ['privacy_officer'], '/operators/audit'],
    ['a player has no page', ['user'], undefined],
  ] as const)('%s', (_, roles, path) => {
    expect(startOf(someone(...roles))).toBe(path);
  });

  it('leave out what the APIs would refuse', () => {
    expect(sectionsOf(someone('marketing_manager')).map(({ path }) => path)).toEqual([
      '/overview',
      '/explorer',
      '/live',
    ]);
  });

  it('own the addresses below them, and no others', () => {
    expect(sectionAt('/operators/dlq/letters/7')?.label).toBe('dlq');
    expect(sectionAt('/operators/dlqx')).toBeUndefined();
  });
});
