import { ValidateIf } from 'class-validator';

/**
 * The member may be left out; when it is there it has to be what its class says. `@IsOptional` lets `null` through as well, which a
 * JSON body can say and nobody behind it expects.
 */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);
