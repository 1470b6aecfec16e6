import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Query of `GET /auth/login`. */
export class LoginRequest {
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  return_to?: string;
}

/** What the identity provider tells when it sends somebody back. */
export class CallbackRequest {
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  code?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  state?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  iss?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  error?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  error_description?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  session_state?: string;

  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  scope?: string;
}
