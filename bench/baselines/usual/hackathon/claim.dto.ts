import { Matches } from 'class-validator';

export class ClaimDto {
  @Matches(/^[\da-f]{24}$/i)
  id: string;
}
