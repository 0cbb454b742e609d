import { Reflector } from '@nestjs/core';

/** What a token must permit. */
export const Permissions = Reflector.createDecorator<string>();
