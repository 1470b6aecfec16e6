import { ConfigInvalid } from '../config/config-invalid';

/** Why a service did not start, in words for who starts it; never a stack, never a value of the configuration. */
export function describeStartFailure(error: unknown): string {
  if (error instanceof ConfigInvalid) return error.message;
  if (!(error instanceof Error)) return 'the service did not start';
  const { code, address, port } = error as { code?: unknown; address?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') {
    return `port ${String(port)} on ${String(address)} is taken: stop what listens there or choose another port`;
  }
  if (code === 'EACCES') return `port ${String(port)} on ${String(address)} may not be opened by this user`;
  if (code === 'EADDRNOTAVAIL') {
    return `${String(address)} is no address of this machine: correct ANALYTICS_BIND_ADDRESS`;
  }
  return `${error.name}: ${error.message}`;
}
