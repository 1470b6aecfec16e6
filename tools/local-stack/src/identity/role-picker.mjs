import { personOf, ROLES } from './tokens.mjs';

const TITLES = {
  platform_admin: ['Администратор платформы', 'Platform administrator'],
  marketing_manager: ['Маркетолог', 'Marketing manager'],
  developer: ['Разработчик игр', 'Game developer'],
  analytics_operator: ['Оператор аналитики', 'Analytics operator'],
  privacy_officer: ['Ответственный за данные', 'Privacy officer'],
  user: ['Игрок', 'Player'],
};

const CONTENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'";

/** The account of a role on this stack: whoever knows the machine may be anybody, so there is nothing to type. */
export const accountId = (role) => `role:${role}`;

export function personOfAccount(id) {
  const role = ROLES.find((known) => accountId(known) === id);
  return role === undefined ? undefined : personOf(role);
}

export function rolePage(uid) {
  const buttons = ROLES.map(
    (role) =>
      `<button name="role" value="${role}"><b>${TITLES[role][0]}</b><span>${TITLES[role][1]} · ${role}</span></button>`,
  ).join('');
  return {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_POLICY },
    body: page(
      'Вход · Log in',
      `<h1>Кем войти?</h1><p>Who are you? This is the local issuer: pick a role.</p>
<form method="post" action="/interaction/${uid}">${buttons}</form>`,
    ),
  };
}

/** Asked before somebody is forgotten; the form is the provider's own. */
export function showLogoutPage(ctx, form) {
  ctx.set('content-security-policy', CONTENT_POLICY);
  ctx.body = page(
    'Выход · Log out',
    `<h1>Выйти?</h1><p>Log out, to go on as somebody else?</p>${form}<button form="op.logoutForm" name="logout" value="yes" autofocus><b>Выйти</b><span>Log out</span></button>`,
  );
}

const page = (
  title,
  content,
) => `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:16px system-ui;max-width:26rem;margin:8vh auto;padding:0 1rem}button{display:block;width:100%;margin:.5rem 0;padding:.8rem 1rem;text-align:left;font:inherit;border:1px solid #8884;border-radius:.5rem;background:none;color:inherit;cursor:pointer}button span{display:block;opacity:.7;font-size:.85em}:root{color-scheme:light dark}</style>
${content}</html>`;

export const isRole = (role) => ROLES.includes(role);
