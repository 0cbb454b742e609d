import { Transform } from 'class-transformer';
import { rfc1123Date } from '../dates.ts';
import { Bucket } from './bucket.entity.ts';

export class CreatedBucketDto {
  status = 'success';
  id: number;
  name: string;

  @Transform(rfc1123Date)
  createdAt: Date;

  @Transform(rfc1123Date)
  modifiedAt: Date;

  constructor({ id, name, createdAt, modifiedAt }: Bucket) {
    Object.assign(this, { id, name, createdAt, modifiedAt });
  }
}
