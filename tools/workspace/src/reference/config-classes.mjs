// Reads the configuration classes from source: what a decorator, a default and a sentence say, without running anything.
import ts from 'typescript';
import { constantsOf, valueOf } from './constants.mjs';
import { allowedBy } from './rules.mjs';

const decoratorsOf = (member) =>
  (ts.getDecorators(member) ?? [])
    .map((decorator) => decorator.expression)
    .filter(ts.isCallExpression)
    .map((call) => ({ name: call.expression.getText(), args: call.arguments }));

const textOf = (node) => (node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined);

function sentenceOf(node) {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const comment = comments.at(-1)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

function optionsOf(argument, constants) {
  if (argument === undefined || !ts.isObjectLiteralExpression(argument)) return {};
  return valueOf(argument, constants) ?? {};
}

const defaultOf = ({ initializer }, constants) =>
  initializer === undefined ? undefined : (valueOf(initializer, constants) ?? initializer.getText());

function variableOf(member, env, rules, constants) {
  const { yaml, secret = false } = optionsOf(env.args[1], constants);
  const optional = member.questionToken !== undefined || rules.some((rule) => rule.name === 'IsOptional');
  return {
    name: textOf(env.args[0]),
    property: member.name.getText(),
    yaml,
    secret,
    required: member.initializer === undefined && !optional,
    default: defaultOf(member, constants),
    allowed: rules.flatMap((rule) => allowedBy(rule, constants)),
    sentence: sentenceOf(member),
  };
}

function classOf(node, constants) {
  const variables = [];
  const parts = [];
  const refined = new Map();
  for (const member of node.members.filter(ts.isPropertyDeclaration)) {
    const decorators = decoratorsOf(member);
    const env = decorators.find((decorator) => decorator.name === 'Env');
    const part = decorators.find((decorator) => decorator.name === 'Part');
    const rules = decorators.filter((decorator) => decorator !== env && decorator !== part);
    if (env !== undefined) variables.push(variableOf(member, env, rules, constants));
    if (part !== undefined) parts.push(part.args[0].body.getText());
    if (env === undefined && member.initializer !== undefined) {
      refined.set(member.name.getText(), defaultOf(member, constants));
    }
  }
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  return {
    name: node.name.text,
    sentence: sentenceOf(node),
    base: base?.types[0].expression.getText(),
    variables,
    parts,
    /** Other defaults for inherited properties, by name. */
    refined,
  };
}

/** Every class with configuration in the given sources, by its name. `sources` are `{ path, text }`. */
export function configClasses(sources) {
  const files = sources.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true));
  const constants = constantsOf(files);
  const described = files.flatMap((file) =>
    file.statements.filter(ts.isClassDeclaration).map((node) => ({ ...classOf(node, constants), path: file.fileName })),
  );
  const found = new Map();
  for (const each of described.filter(({ variables, parts }) => variables.length + parts.length > 0)) add(found, each);
  // A class that only has other defaults than the one it refines is told by that one.
  for (const each of described) if (found.has(each.base) && found.get(each.name) !== each) add(found, each);
  return found;
}

function add(found, described) {
  const namesake = found.get(described.name);
  // Classes refer to each other by name, so the variables of one of them would be missing on the page.
  if (namesake !== undefined) {
    throw new Error(`Two configuration classes are called ${described.name}: ${namesake.path} and ${described.path}`);
  }
  found.set(described.name, described);
}
