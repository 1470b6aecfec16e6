import { Scram, ScramRefused } from './scram';

const NONCE = 'rOprNGfwEbeRWgbNEkqO';
const CHALLENGE = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const FINAL = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

describe('SCRAM-SHA-256', () => {
  it('follows the example of RFC 7677', () => {
    const scram = new Scram('pencil', NONCE, 'user');
    expect(scram.first()).toBe(`n,,n=user,r=${NONCE}`);
    expect(scram.answer(CHALLENGE)).toBe(
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    );
    expect(() => scram.check(FINAL)).not.toThrow();
  });

  it('refuses a server that cannot prove that it knows the password', () => {
    const scram = new Scram('pencil', NONCE, 'user');
    scram.answer(CHALLENGE);
    expect(() => scram.check(FINAL.replace('6', '7'))).toThrow(ScramRefused);
    expect(() => scram.check('e=invalid-proof')).toThrow(ScramRefused);
    expect(() => new Scram('pencil', NONCE).check(FINAL)).toThrow(ScramRefused);
  });

  it('refuses a nonce that is not built on ours, and iterations without an end', () => {
    expect(() => new Scram('pencil', 'ours').answer(CHALLENGE)).toThrow(ScramRefused);
    expect(() => new Scram('pencil', NONCE).answer(CHALLENGE.replace('4096', '99999999'))).toThrow(ScramRefused);
  });
});
