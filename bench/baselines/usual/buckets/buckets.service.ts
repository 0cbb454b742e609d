import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { PAGE_SIZE } from '../links.ts';
import { Bucket } from './bucket.entity.ts';
import type { CreateBucketDto } from './create-bucket.dto.ts';

@Injectable()
export class BucketsService {
  constructor(@InjectRepository(Bucket) private readonly buckets: Repository<Bucket>) {}

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
    const now = new Date();
    return this.buckets.save(this.buckets.create({ ownerId, name, createdAt: now, modifiedAt: now }));
  }
}
