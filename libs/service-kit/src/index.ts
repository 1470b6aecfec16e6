export { Env, Part } from './config/env.decorator';
export { ConfigInvalid } from './config/config-invalid';
export { loadConfig } from './config/load-config';
export { HealthConfig } from './config/parts/health.config';
export { HttpConfig } from './config/parts/http.config';
export { JwtConfig } from './config/parts/jwt.config';
export { LogConfig } from './config/parts/log.config';
export { ServiceConfig } from './config/service.config';
export { ShutdownConfig } from './config/parts/shutdown.config';
export { TracingConfig } from './config/parts/tracing.config';

export { createService } from './service/create-service';
export { startService } from './service/start-service';
export { beforeListenerCloses } from './service/stop/before-listener-closes';
export type { CreateServiceOptions, RunningService, ServiceOptions } from './service/service-options';
export { type ReadinessCheck, ReadinessRegistry } from './health/readiness-registry';

export { currentRequest, runInRequest } from './context/request-context';
export { JsonLogger } from './logging/json-logger';
export { injectTrace, inSpan, withRemoteTrace } from './tracing/spans';

export { failureOf } from './errors/failure-of';
export { type Language, languageOf } from './errors/problem';
export { instantParameter } from './validation/instant-parameter';
export { MayBeAbsent } from './validation/may-be-absent.decorator';
export { QueryParameterWrong } from './validation/query-parameter-wrong';
export { RequestInvalid } from './validation/request-invalid';

export { type RepeatableRequest, requestHash } from './repeats/repeatable-request';
export { RequestKey, requestKeyOf, RequestKeyTaken, RequestKeyWrong, TakesRequestKey } from './repeats/request-key';

export { cursorOf, placeOf } from './lists/cursor';
export { AnswerMeta, answerMeta, ListMeta, pageOf } from './lists/list-answer';
export { PageQuery } from './lists/page.request';

export { AccessDenied, Unauthenticated } from './auth/auth-errors';
export { AuthModule, tokenVerifierOf } from './auth/auth.module';
export { JwtGuard } from './auth/jwt.guard';
export type { Principal } from './auth/principal';
export { type Role, ROLES } from './auth/roles';
export { Access, ProtectedBy, Public, Roles, type RouteAccess, Scopes } from './auth/route-access';
export { type DeclaredRoute, RouteAccessCheck } from './auth/route-access-check';
export { TokenVerifier } from './auth/tokens/token-verifier';
export { Who } from './auth/who.decorator';

export { inTurns } from './flow/in-turns';
export { Places } from './flow/places';
export { LocalRateLimiter } from './rate-limit/local-rate-limiter';
export { RateLimited } from './rate-limit/rate-limited.decorator';
export { RateLimitRules } from './rate-limit/rate-limit-rules';
export { type RateDecision, RateLimiter, type RateRule } from './rate-limit/rate-limiter';

export { openApiOf, type OpenApiOptions } from './openapi/openapi';
export { describeApi } from './openapi/describe-api';
