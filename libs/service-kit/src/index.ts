export { Env, Part } from './config/env.decorator';
export { ConfigInvalid, loadConfig } from './config/load-config';
