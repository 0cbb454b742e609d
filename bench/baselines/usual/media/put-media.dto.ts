import { IsIn, IsInt, IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';

export class PutMediaDto {
  @IsOptional()
  @IsInt()
  id?: number | undefined;

  @ValidateIf(({ id, name }: PutMediaDto) => id === undefined || name !== undefined)
  @IsString()
  @Length(1, 80)
  name?: string | undefined;

  @IsOptional()
  @IsIn(['film', 'audio', 'literature', 'other'])
  medium?: string | undefined;

  @IsOptional()
  @IsIn(['not started', 'started', 'finished'])
  consumed_state?: string | undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | undefined;

  @IsOptional()
  @IsInt()
  order?: number | undefined;
}
