import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many buckets an account has. */
@Entity('bucket_owner')
export class BucketOwner {
  @PrimaryColumn({ name: 'account_id' })
  accountId: number;

  @Column({ name: 'bucket_count' })
  bucketCount: number;
}
