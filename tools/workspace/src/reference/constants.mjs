// Values of constant expressions, as far as source text alone tells them: numbers, text, lists, products of constants.
import ts from 'typescript';

const OPERATIONS = {
  [ts.SyntaxKind.AsteriskToken]: (left, right) => left * right,
  [ts.SyntaxKind.PlusToken]: (left, right) => left + right,
  [ts.SyntaxKind.MinusToken]: (left, right) => left - right,
  [ts.SyntaxKind.SlashToken]: (left, right) => left / right,
};

/** Names of constants at the top of any file, with the expression each stands for. */
export function constantsOf(files) {
  const constants = new Map();
  for (const file of files) {
    for (const statement of file.statements.filter(ts.isVariableStatement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) constants.set(name.text, initializer);
      }
    }
  }
  return constants;
}

function valueOfObject(node, constants) {
  const entries = node.properties
    .filter(ts.isPropertyAssignment)
    .map((property) => [property.name.text, valueOf(property.initializer, constants)]);
  return Object.fromEntries(entries);
}

function valueOfBinary(node, constants) {
  const operation = OPERATIONS[node.operatorToken.kind];
  const [left, right] = [valueOf(node.left, constants), valueOf(node.right, constants)];
  return operation === undefined || left === undefined || right === undefined ? undefined : operation(left, right);
}

const SIMPLE = {
  [ts.SyntaxKind.TrueKeyword]: () => true,
  [ts.SyntaxKind.FalseKeyword]: () => false,
  [ts.SyntaxKind.NumericLiteral]: (node) => Number(node.text),
  [ts.SyntaxKind.StringLiteral]: (node) => node.text,
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: (node) => node.text,
  [ts.SyntaxKind.RegularExpressionLiteral]: (node) => node.text,
  [ts.SyntaxKind.BinaryExpression]: valueOfBinary,
  [ts.SyntaxKind.ObjectLiteralExpression]: valueOfObject,
  [ts.SyntaxKind.ArrayLiteralExpression]: (node, constants) =>
    node.elements.map((element) => valueOf(element, constants)),
};

/** What an expression is worth, or undefined where only a run would tell. */
export function valueOf(node, constants, depth = 0) {
  if (node === undefined || depth > 8) return undefined;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    return valueOf(node.expression, constants, depth + 1);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return -valueOf(node.operand, constants, depth + 1);
  }
  if (ts.isIdentifier(node)) return valueOf(constants.get(node.text), constants, depth + 1);
  if (ts.isPropertyAccessExpression(node)) return valueOf(node.expression, constants, depth + 1)?.[node.name.text];
  return SIMPLE[node.kind]?.(node, constants);
}
