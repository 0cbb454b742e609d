import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

export class MoviesQueryDto {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page: number = 1;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}
