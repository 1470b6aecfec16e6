import { resolve } from 'node:path';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '../../tsconfig.json');

/** Keys of one set of texts, and those of them that something says. */
interface Said {
  readonly keys: readonly string[];
  readonly said: readonly string[];
}

/**
 * What calls say is read from the types of their arguments: `t(isOpen ? 'open' : 'closed')`, a key from a map or made
 * of a template are as good as a literal, and a word in quotes that is no text of that set does not count.
 */
class TextsInUse {
  readonly #defined = new Map<string, readonly string[]>();
  readonly #said: Said[] = [];

  constructor(private readonly types: ts.TypeChecker) {}

  read(node: ts.Node): void {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) this.#call(node, node.expression);
    ts.forEachChild(node, (child) => this.read(child));
  }

  unused(): string[] {
    return [...this.#defined].flatMap(([namespace, keys]) => {
      const ofThese = this.#said.filter((call) => call.keys.every((key) => keys.includes(key)));
      const said = new Set(ofThese.flatMap((call) => call.said));
      return keys.filter((key) => !said.has(key)).map((key) => `${namespace}: ${key}`);
    });
  }

  get sets(): number {
    return this.#defined.size;
  }

  #call({ arguments: [first, , third] }: ts.CallExpression, callee: ts.Identifier): void {
    if (first === undefined) return;
    const { aliasSymbol, aliasTypeArguments: [ofCallee] = [] } = this.types.getTypeAtLocation(callee);
    if (aliasSymbol?.name === 'Translate' && ofCallee !== undefined) {
      this.#said.push({ keys: literals(ofCallee), said: this.#literalsOf(first) });
    } else if (callee.text === 'defineTexts' && ts.isStringLiteral(first)) {
      this.#defined.set(first.text, this.#keysOf(callee.parent));
    } else if (callee.text === 'useWords') {
      // Words for names of an API: any of them can come.
      this.#said.push({ keys: this.#keysOf(first), said: this.#keysOf(first) });
    } else if (callee.text === 'translated' && third !== undefined) {
      this.#said.push({ keys: this.#keysOf(first), said: this.#literalsOf(third) });
    }
  }

  #literalsOf(node: ts.Node): string[] {
    return literals(this.types.getTypeAtLocation(node));
  }

  /** Of `Texts<'title' | 'lead'>`. */
  #keysOf(node: ts.Node): string[] {
    const [keys] = this.types.getTypeArguments(this.types.getTypeAtLocation(node) as ts.TypeReference);
    return keys === undefined ? [] : literals(keys);
  }
}

const literals = (type: ts.Type): string[] =>
  (type.isUnion() ? type.types : [type]).flatMap((one) => (one.isStringLiteral() ? [one.value] : []));

describe('the texts of the page', () => {
  it('are all said somewhere', () => {
    const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(
      PROJECT,
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) => expect(messageText).toBeUndefined(),
      },
    )!;
    const program = ts.createProgram(fileNames, options);
    const texts = new TextsInUse(program.getTypeChecker());
    for (const file of program.getSourceFiles().filter(({ fileName }) => fileNames.includes(fileName))) {
      texts.read(file);
    }
    expect(texts.sets).toBeGreaterThan(15);
    expect(texts.unused()).toEqual([]);
  }, 120_000);
});
