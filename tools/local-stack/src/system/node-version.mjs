const OLDEST = [20, 19];

/** Written for any Node: this file has to be read by the versions it refuses. */
export function nodeTooOld(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST.join('.')} or newer (24 is what the images use), or run \`docker compose up\` instead.`;
}
