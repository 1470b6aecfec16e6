import { createSecretKey, randomBytes } from 'node:crypto';
import { rewrap, seal, unseal } from './sealed-id';
import { SealBroken } from './vault-errors';

const master = createSecretKey(randomBytes(32));
const other = createSecretKey(randomBytes(32));

describe('a sealed id', () => {
  it('opens with its master key only', () => {
    const sealed = seal('user:Ünïcode ✓', master);
    expect(unseal(sealed, master)).toBe('user:Ünïcode ✓');
    expect(() => unseal(sealed, other)).toThrow(SealBroken);
  });

  it('looks different each time, so that equal ids cannot be told', () => {
    const [one, two] = [seal('user:a', master), seal('user:a', master)];
    expect(one.sealedId.equals(two.sealedId)).toBe(false);
    expect(one.wrappedKey.equals(two.wrappedKey)).toBe(false);
  });

  it('does not open after any of its bytes was changed', () => {
    const sealed = seal('user:a', master);
    for (const part of ['sealedId', 'wrappedKey'] as const) {
      for (let at = 0; at < sealed[part].length; at += 1) {
        const changed = Buffer.from(sealed[part]);
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
        expect(() => unseal({ ...sealed, [part]: changed }, master)).toThrow(SealBroken);
      }
    }
  });

  it('moves to another master key with the id untouched', () => {
    const { sealedId, wrappedKey } = seal('user:a', master);
    const moved = { sealedId, wrappedKey: rewrap(wrappedKey, master, other) };
    expect(unseal(moved, other)).toBe('user:a');
    expect(() => unseal(moved, master)).toThrow(SealBroken);
  });
});
