import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from './auth.guard.ts';

/** The account that the guard recognised. */
export const AccountId = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  Number(context.switchToHttp().getRequest<AuthenticatedRequest>().user.sub),
);
