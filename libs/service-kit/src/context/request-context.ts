import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request (or job) on whose behalf the present code runs; what is logged carries its id. */
export const currentRequest = (): RequestContext | undefined => storage.getStore();

export const runInRequest = <T>(request: RequestContext, work: () => T): T => storage.run(request, work);
