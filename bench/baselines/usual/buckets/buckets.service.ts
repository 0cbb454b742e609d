import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { PAGE_SIZE } from '../links.ts';
import { BucketOwner } from './bucket-owner.entity.ts';
import { Bucket } from './bucket.entity.ts';
import type { CreateBucketDto } from './create-bucket.dto.ts';

@Injectable()
export class BucketsService {
  constructor(
    @InjectRepository(Bucket) private readonly buckets: Repository<Bucket>,
    private readonly dataSource: DataSource,
  ) {}

  findPage(ownerId: number, page: number): Promise<[Bucket[], number]> {
    return this.buckets.findAndCount({
      where: { ownerId },
      order: { id: 'ASC' },
      take: PAGE_SIZE,
      skip: (page - 1) * PAGE_SIZE,
    });
  }

  findOne(ownerId: number, id: number): Promise<Bucket | null> {
    return this.buckets.findOneBy({ id, ownerId });
  }

  create(ownerId: number, { name }: CreateBucketDto): Promise<Bucket> {
    return this.dataSource.transaction(async (manager) => {
      const now = new Date();
      await manager.increment(BucketOwner, { accountId: ownerId }, 'bucketCount', 1);
      return manager.save(
        manager.create(Bucket, { ownerId, name, nameKey: name.toLowerCase(), createdAt: now, modifiedAt: now }),
      );
    });
  }
}
