import { personOf, ROLES } from './tokens.mjs';

const TEXTS = {
  ru: {
    logIn: 'Вход',
    who: 'Кем войти?',
    lead: 'Это местный сервер входа: выберите роль, пароля нет.',
    logOut: 'Выход',
    leave: 'Выйти?',
    leaveLead: 'Потом можно войти кем-то другим.',
    leaveAction: 'Выйти',
    platform_admin: 'Администратор платформы',
    marketing_manager: 'Маркетолог',
    developer: 'Разработчик игр',
    analytics_operator: 'Оператор аналитики',
    privacy_officer: 'Ответственный за данные',
    user: 'Игрок',
  },
  en: {
    logIn: 'Log in',
    who: 'Who are you?',
    lead: 'This is the local issuer: pick a role, there is no password.',
    logOut: 'Log out',
    leave: 'Log out?',
    leaveLead: 'You can go on as somebody else.',
    leaveAction: 'Log out',
    platform_admin: 'Platform administrator',
    marketing_manager: 'Marketing manager',
    developer: 'Game developer',
    analytics_operator: 'Analytics operator',
    privacy_officer: 'Privacy officer',
    user: 'Player',
  },
};

/** Russian, unless a browser wants English more: this is where the console begins. */
export function languageOf(accepted = '') {
  const wanted = accepted
    .split(',')
    .map((part) => /^\s*(ru|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(part))
    .filter((found) => found !== null)
    .map(([, language, weight = '1']) => ({ language: language.toLowerCase(), weight: Number(weight) }))
    .sort((one, other) => other.weight - one.weight);
  return wanted[0]?.language ?? 'ru';
}

const CONTENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'";

/** The account of a role on this stack: whoever knows the machine may be anybody, so there is nothing to type. */
export const accountId = (role) => `role:${role}`;

export function personOfAccount(id) {
  const role = ROLES.find((known) => accountId(known) === id);
  return role === undefined ? undefined : personOf(role);
}

export function rolePage(uid, language) {
  const texts = TEXTS[language];
  const buttons = ROLES.map(
    (role) => `<button name="role" value="${role}"><b>${texts[role]}</b><span>${role}</span></button>`,
  ).join('');
  const form = `<form method="post" action="/interaction/${uid}">${buttons}</form>`;
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_POLICY,
      vary: 'accept-language',
    },
    body: page(language, texts.logIn, `<h1>${texts.who}</h1><p>${texts.lead}</p>\n${form}`),
  };
}

/** Asked before somebody is forgotten; the form is the provider's own. */
export function showLogoutPage(ctx, form) {
  const language = languageOf(ctx.get('accept-language'));
  const { logOut, leave, leaveLead, leaveAction } = TEXTS[language];
  const button = `<button form="op.logoutForm" name="logout" value="yes" autofocus><b>${leaveAction}</b></button>`;
  ctx.set('content-security-policy', CONTENT_POLICY);
  ctx.body = page(language, logOut, `<h1>${leave}</h1><p>${leaveLead}</p>${form}${button}`);
}

const page = (
  language,
  title,
  content,
) => `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:16px system-ui;max-width:26rem;margin:8vh auto;padding:0 1rem}button{display:block;width:100%;margin:.5rem 0;padding:.8rem 1rem;text-align:left;font:inherit;border:1px solid #8884;border-radius:.5rem;background:none;color:inherit;cursor:pointer}button span{display:block;opacity:.7;font-size:.85em}:root{color-scheme:light dark}</style>
${content}</html>`;

export const isRole = (role) => ROLES.includes(role);
