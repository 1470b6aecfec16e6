// House rules that a syntax selector can see. Each message says what to do instead.

const everywhere = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: a default export is named anew by every importer.',
  },
  {
    selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z]/]',
    message: 'Interfaces are named like the thing they describe, without an "I".',
  },
  {
    selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]',
    message: 'More than five constructor dependencies: there are two classes in here.',
  },
  {
    selector: 'MethodDefinition[static=true][key.name="getInstance"]',
    message: 'No singletons: take the dependency in the constructor.',
  },
];

export const houseSyntax = [
  ...everywhere,
  {
    selector:
      'CallExpression[callee.object.property.name="message"][callee.property.name=/^(includes|match|startsWith|endsWith)$/]',
    message: 'Never decide by the text of a message: translate the code of the error once, in its infra lib.',
  },
];

export const specSyntax = [
  ...everywhere,
  {
    selector: 'MemberExpression[property.name=/^(toHaveBeenCalled|toBeCalled)/]',
    message: 'Check what the code did, not whom it called: use a fake that behaves.',
  },
  {
    selector: 'CallExpression[callee.object.name="jest"][callee.property.name=/^(mock|doMock|unstable_mockModule)$/]',
    message: 'No module mocks: pass a fake that behaves, or use the real store.',
  },
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
    message: 'A focused test hides all others.',
  },
];
